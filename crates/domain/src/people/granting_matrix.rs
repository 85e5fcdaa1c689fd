//! Generates the matrix of grants in `docs/grants.md` from the permission table, and compares it with the page.

use crate::access::{Data, Reach, Role, Verb, data, reach};

/// Who may do something: holders of a verb, plus somebody else, or free text.
enum By {
    Verb(Verb),
    Also(Verb, &'static str),
    Words(&'static str),
}

/// A kind of grant.
struct Row {
    act: &'static str,
    who: By,
    reaches: &'static str,
    confirms: By,
    told: &'static str,
}

const ROLE: &str = "what the role reaches, see below";
const SECONDS: &str = "those who confirm; if nobody can or all went lately: managers, auditors and who went";
const AWAY: &str = "the one who is away";
const NOBODY: By = By::Words("nobody");

/// All kinds of grants.
const ROWS: &[Row] = &[
    Row {
        act: "give a role at a code",
        who: By::Verb(Verb::PeopleManage),
        reaches: ROLE,
        confirms: By::Verb(Verb::PeopleManage),
        told: SECONDS,
    },
    Row {
        act: "give roles by a roster: new posts, and days that become more; one act for the whole file",
        who: By::Verb(Verb::PeopleManage),
        reaches: ROLE,
        confirms: By::Verb(Verb::PeopleManage),
        told: SECONDS,
    },
    Row {
        act: "begin an installation: administrator and manager",
        who: By::Words("whoever has the operator's link"),
        reaches: ROLE,
        confirms: By::Words("a third person who manages, or an auditor, later; until then listed as unconfirmed"),
        told: "the page",
    },
    Row {
        act: "put a re-grid into effect: posts follow their cells, the plan names others",
        who: By::Verb(Verb::GridRegrid),
        reaches: ROLE,
        confirms: By::Verb(Verb::GridReview),
        told: "who reads the re-grid",
    },
    Row {
        act: "name a deputy for days of absence (92 at most, a comparable role)",
        who: By::Also(Verb::PeopleDeputise, AWAY),
        reaches: "what the absent person reaches",
        confirms: By::Also(Verb::PeopleDeputise, AWAY),
        told: SECONDS,
    },
    Row {
        act: "name a deputy for a doctor (another doctor)",
        who: By::Also(Verb::PeopleManage, AWAY),
        reaches: "residents, health",
        confirms: By::Also(Verb::PeopleManage, AWAY),
        told: SECONDS,
    },
    Row {
        act: "pair a doctors' team with a cell; add people to a team that has cells",
        who: By::Verb(Verb::HouseholdsPair),
        reaches: "residents, health",
        confirms: By::Verb(Verb::PeopleManage),
        told: SECONDS,
    },
    Row {
        act: "invite somebody whose posts, also those that wait, reach residents, for the first time or after a forgotten password",
        who: By::Verb(Verb::PeopleManage),
        reaches: "what the account reaches",
        confirms: By::Verb(Verb::PeopleManage),
        told: SECONDS,
    },
    Row {
        act: "set somebody's password, also with a new account",
        who: By::Verb(Verb::PeopleManage),
        reaches: "what the account reaches",
        confirms: By::Words("nobody: refused while somebody could confirm an invitation"),
        told: "managers and auditors",
    },
    Row {
        act: "end the post of somebody who could confirm, record that they left, or change their login",
        who: By::Verb(Verb::PeopleManage),
        reaches: "nothing; who went counts for 14 days more",
        confirms: NOBODY,
        told: "who it concerns, managers and auditors",
    },
    Row {
        act: "make a token of the street for another system",
        who: By::Verb(Verb::PeopleManage),
        reaches: "what its verbs reach; never health readings, never giving access",
        confirms: By::Verb(Verb::PeopleManage),
        told: SECONDS,
    },
    Row {
        act: "make a token of one's own",
        who: By::Verb(Verb::PeopleToken),
        reaches: "no more than its owner; it ends with what its owner holds",
        confirms: NOBODY,
        told: "the page; managers and auditors if it reaches residents",
    },
    Row {
        act: "dispatch a matter to somebody",
        who: By::Verb(Verb::CasesDispatch),
        reaches: "that one matter",
        confirms: NOBODY,
        told: "the one who has it",
    },
    Row {
        act: "call a department into a matter",
        who: By::Verb(Verb::CasesCall),
        reaches: "that one matter",
        confirms: NOBODY,
        told: "the department",
    },
    Row {
        act: "ask somebody to look in on a resident with an alert",
        who: By::Verb(Verb::CareAlert),
        reaches: "that one alert's duty, no reading",
        confirms: NOBODY,
        told: "the one who is asked",
    },
    Row {
        act: "make a link for a calling screen",
        who: By::Verb(Verb::CareStation),
        reaches: "numbers and desks, nobody's name",
        confirms: NOBODY,
        told: "the page of the station",
    },
    Row {
        act: "serve at a station's desk",
        who: By::Verb(Verb::CareStation),
        reaches: "nothing that the own post does not reach",
        confirms: NOBODY,
        told: "the desk",
    },
];

fn words(by: &By) -> String {
    match by {
        By::Words(words) => (*words).to_owned(),
        By::Also(verb, somebody) => format!("{somebody}; {}", words(&By::Verb(*verb))),
        By::Verb(verb) => {
            let roles = Role::ALL.iter().filter(|role| reach(**role, *verb) > Reach::None);
            if Role::ALL.iter().all(|role| reach(*role, *verb) > Reach::None) {
                return format!("everybody (`{}`)", verb.key());
            }
            let roles: Vec<String> = roles.map(|role| role.english().to_lowercase()).collect();
            format!("{} (`{}`)", roles.join(", "), verb.key())
        }
    }
}

fn of(reached: &[Data]) -> String {
    let words: Vec<&str> = reached.iter().map(|data| data.english()).collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}

/// The page's two tables.
fn tables() -> String {
    let mut text = String::from(
        "| act | who may | what it reaches | who confirms | who is told |\n| --- | --- | --- | --- | --- |\n",
    );
    for row in ROWS {
        let (who, confirms) = (words(&row.who), words(&row.confirms));
        text += &format!("| {} | {who} | {} | {confirms} | {} |\n", row.act, row.reaches, row.told);
    }
    text += "\n| role | reaches |\n| --- | --- |\n";
    for role in Role::ALL {
        text += &format!("| {} {} | {} |\n", role.chinese(), role.english(), of(&role.reaches()));
    }
    text
}

#[test]
fn the_page_says_what_the_code_does() {
    let page = include_str!("../../../../docs/grants.md");
    let tables = tables();
    assert!(page.contains(&tables), "docs/grants.md must hold:\n\n{tables}");
}

#[test]
fn every_verb_that_gives_rights_is_in_the_matrix() {
    for verb in Verb::ALL.iter().filter(|verb| verb.data() == Data::Rights) {
        let named = |by: &By| matches!(by, By::Verb(v) | By::Also(v, _) if v == verb);
        assert!(ROWS.iter().any(|row| named(&row.who) || named(&row.confirms)), "{}", verb.key());
    }
    assert_eq!(of(&data::of_verbs(&[Verb::CasesRead, Verb::CareRead])), "residents, health");
}
