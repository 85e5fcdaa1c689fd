//! Interpretation of rows: addresses in several columns, known people, posts that an empty cell would widen, headers as offices write them,
//! births with a month, phones, and shapes far from their street. Each small file of `cases` was once read wrongly.

use super::*;
use crate::rooms::households::store::{doors, residents};
use crate::testing::{both, on};
use weiguang_domain::households::{Birth, Dwelling, Resident};
use weiguang_store::Engine;

macro_rules! case {
    ($name:literal) => {
        include_bytes!(concat!("cases/", $name))
    };
}

/// The cells that the small files name.
const GRIDS: &str =
    "网格编码,名称\n510117019006001,第一网格\n51011701900600101,一一\n51011701900600102,一二\n51011701900600906,九六\n";

/// A test with the cells of the small files, on one engine: no statement is new here.
fn here_on(engine: Engine, story: impl AsyncFn(&TestApp)) {
    on(engine, &async |test: &TestApp| {
        assert!(taken(test, Kind::Grids, &here(), GRIDS.as_bytes()).await.0.written);
        story(test).await;
    });
}

/// All stored residents, by name.
async fn people(test: &TestApp) -> Vec<Resident> {
    let kept = test.app.read(|tx| Ok(residents::served(tx, &code("510117019"), ("", uuid::Uuid::nil()), 200)?)).await;
    let mut all: Vec<Resident> = kept.unwrap().into_iter().map(|k| k.resident).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

async fn one(test: &TestApp, name: &str) -> Resident {
    people(test).await.into_iter().find(|r| r.name == name).unwrap_or_else(|| panic!("no {name}"))
}

/// The dwelling of a resident.
async fn door_of(test: &TestApp, name: &str) -> Dwelling {
    let home = one(test, name).await.household.expect("a household");
    let street = code("510117019");
    let door = test.app.read(move |tx| {
        let home = doors::read(tx, &street, home)?.expect("the household");
        Ok(doors::read_door(tx, &street, home.household.dwelling)?)
    });
    door.await.unwrap().expect("the door")
}

/// Cell and code of each fault.
fn faults(report: &Report) -> Vec<(&str, &str)> {
    report.errors.iter().map(|e| (e.cell.as_str(), e.code.as_str())).collect()
}

fn codes(report: &Report) -> Vec<&str> {
    report.warnings.iter().map(|w| w.code.as_str()).collect()
}

#[test]
fn five_families_in_five_buildings_are_five_households_behind_the_doors_of_the_directory() {
    here_on(Engine::Sqlite, async |test| {
        let rooms: String = (1..=5).map(|n| format!("锦绣花园,{n}幢,1单元,501室,51011701900600102\n")).collect();
        let table = format!("小区,栋,单元,室,网格编码\n{rooms}");
        assert_eq!(taken(test, Kind::Directory, &here(), table.as_bytes()).await.0.created, 5);
        let report = thrice(test, Kind::Residents, &here(), case!("S05b-building-unit-room-new-people.xlsx"), 5).await;
        assert!(codes(&report).is_empty(), "a column that only counts says nothing: {report:#?}");
        let mut homes: Vec<_> = people(test).await.iter().map(|r| r.household.unwrap()).collect();
        homes.sort_unstable();
        homes.dedup();
        assert_eq!(homes.len(), 5);
        let door = door_of(test, "钱三").await;
        assert!(door.place.is_some() && door.label == "锦绣花园3栋1单元501", "{door:?}");
        // A person with the same whole address belongs to that household.
        let more = "姓名,电话,住址,网格编码\n钱六,13700009999,锦绣花园三号楼1单元5楼1号,51011701900600102\n";
        assert!(taken(test, Kind::Residents, &here(), more.as_bytes()).await.0.written);
        assert_eq!(one(test, "钱六").await.household, one(test, "钱三").await.household);
    });
}

#[test]
fn an_address_and_its_parts_are_one_door_and_what_they_contradict_is_told() {
    here_on(Engine::Sqlite, async |test| {
        let table = "姓名,住址,小区,楼栋,单元,楼层,房号,网格编码\n\
            甲一,锦绣路8号,,3,2,,501,51011701900600101\n\
            甲二,锦绣花园3栋,锦绣花园,3幢,2,,502,51011701900600101\n\
            甲三,,锦绣花园,3,2,5,3,51011701900600101\n\
            甲四,,,,,,3-2-504,51011701900600101\n\
            甲五,锦绣花园3栋,,,,,,51011701900600101\n\
            甲六,,锦绣花园,,,,505,51011701900600101\n\
            甲七,506,,,,,,51011701900600101\n\
            甲八,锦绣花园3栋2单元507,锦绣花园,4,2,,507,51011701900600101\n\
            甲九,,锦绣花园,3,2,6,508,51011701900600101\n";
        let leave = Options { leave_bad: true, ..here() };
        let (report, _) = taken(test, Kind::Residents, &leave, table.as_bytes()).await;
        assert_eq!(
            faults(&report),
            [
                ("G7", "imports.which-building"),
                ("B8", "imports.which-building"),
                ("D9", "imports.contradicts"),
                ("F10", "imports.contradicts"),
            ],
            "{report:#?}"
        );
        assert_eq!(codes(&report), ["imports.no-room"]);
        for (name, label) in [
            ("甲一", "锦绣路8号3栋2单元501"),
            ("甲二", "锦绣花园3栋2单元502"),
            ("甲三", "锦绣花园3栋2单元503"),
            ("甲四", "3-2-504"),
        ] {
            assert_eq!(door_of(test, name).await.label, label);
        }
        assert_eq!(one(test, "甲五").await.household, None, "a building is no door");
    });
}

#[test]
fn grid_and_micro_grid_may_stand_in_columns_of_their_own() {
    here_on(Engine::Sqlite, async |test| {
        let table = "姓名,社区,网格,微网格\n\
            乙一,天骄西路社区,第一网格,第二微网格\n\
            乙二,天骄西路社区,第一网格,第一网格第一微网格\n\
            乙三,天骄西路社区,第九网格,第一网格第一微网格\n";
        let leave = Options { leave_bad: true, ..here() };
        let (report, _) = taken(test, Kind::Residents, &leave, table.as_bytes()).await;
        assert_eq!(faults(&report), [("D4", "imports.contradicts")], "{report:#?}");
        assert_eq!(one(test, "乙一").await.code, code("51011701900600102"));
        assert_eq!(one(test, "乙二").await.code, code("51011701900600101"));
        let codes = "姓名,网格编码,微网格编码,社区\n乙四,510117019006001,51011701900600102,天骄西路社区\n乙五,510117019006009,51011701900600102,\n";
        let (report, _) = taken(test, Kind::Residents, &leave, codes.as_bytes()).await;
        assert_eq!(faults(&report), [("C3", "imports.contradicts")], "{report:#?}");
        assert_eq!(one(test, "乙四").await.code, code("51011701900600102"));
    });
}

const KNOWN: &str = "姓名,身份证号,手机号,网格编码,住址\n\
    张伟,51011719500305000X,13800001000,51011701900600906,3-2-501\n\
    王秀英,510117195103050111,13800001001,51011701900600906,3-2-502\n";

#[test]
fn a_known_number_with_another_name_is_told_and_a_new_door_is_a_move() {
    both(async |test| {
        assert!(taken(test, Kind::Grids, &here(), GRIDS.as_bytes()).await.0.written);
        thrice(test, Kind::Residents, &here(), KNOWN.as_bytes(), 2).await;
        let (report, _) = taken(test, Kind::Residents, &here(), case!("P01-same-id-other-name.xlsx")).await;
        assert_eq!(faults(&report), [("B2", "imports.identity-of-another")], "{report:#?}");
        let told = serde_json::to_string(&report).unwrap();
        assert!(told.contains("张*") && !told.contains("张伟") && !told.contains("51011719500305000X"), "{told}");

        let moved = looked(test, Kind::Residents, &here(), case!("P02-same-id-moved.xlsx")).await;
        let change = &moved.changes[0].fields[0];
        assert_eq!((moved.changed, change.name.as_str()), (1, "move"), "{moved:#?}");
        assert_eq!(
            (change.before.as_str(), change.after.as_str()),
            ("51011701900600906 3-2-502", "51011701900600101 7-1-101")
        );
        assert_eq!(door_of(test, "王秀英").await.label, "3-2-502", "a look moves nobody");
        assert!(taken(test, Kind::Residents, &here(), case!("P02-same-id-moved.xlsx")).await.0.written);
        let door = door_of(test, "王秀英").await;
        assert_eq!(
            (door.label.as_str(), door.code, people(test).await.len()),
            ("7-1-101", code("51011701900600101"), 2)
        );
        assert_eq!(taken(test, Kind::Residents, &here(), case!("P02-same-id-moved.xlsx")).await.0.same, 1);
        // The same dwelling in other words is no move; and a new phone is added, and reported.
        let same = "姓名,身份证号,手机号,网格编码,住址\n王秀英,510117195103050111,13800001002,51011701900600101,7幢1单元101室\n";
        let (report, _) = taken(test, Kind::Residents, &here(), same.as_bytes()).await;
        let names: Vec<_> = report.changes[0].fields.iter().map(|f| f.name.as_str()).collect();
        assert_eq!((names, codes(&report)), (vec!["phone"], vec!["imports.phone-added"]), "{report:#?}");
        let phones: Vec<_> = one(test, "王秀英").await.phones.iter().map(|p| p.reveal().to_owned()).collect();
        assert_eq!(phones, ["13800001002", "13800001001"]);
    });
}

#[test]
fn numbers_that_were_exchanged_or_differ_are_told() {
    here_on(Engine::Sqlite, async |test| {
        assert!(taken(test, Kind::Residents, &here(), KNOWN.as_bytes()).await.0.written);
        let exchanged = KNOWN
            .replace("51011719500305000X", "#")
            .replace("510117195103050111", "51011719500305000X")
            .replace('#', "510117195103050111");
        let (report, _) = taken(test, Kind::Residents, &here(), exchanged.as_bytes()).await;
        assert_eq!(faults(&report), [("B2", "imports.identity-exchanged"), ("B3", "imports.identity-exchanged")]);
        assert!(report.errors[0].zh.contains("第 3 行"), "{report:#?}");
        // Another number for the same name with the same phone.
        let other = KNOWN.replace("510117195103050111", "510117195203050223");
        let (report, _) = taken(test, Kind::Residents, &here(), other.as_bytes()).await;
        assert_eq!(faults(&report), [("B3", "imports.identity-differs")], "{report:#?}");
        // Two people of one file with one number.
        let twice = "姓名,身份证号,网格编码\n孙一,510117197003057008,51011701900600906\n孙二,510117197003057008,51011701900600906\n";
        let (report, _) = taken(test, Kind::Residents, &here(), twice.as_bytes()).await;
        assert_eq!(faults(&report), [("B3", "imports.identity-of-another")], "{report:#?}");
        // Elsewhere, without a known dwelling.
        let where_to = "姓名,身份证号,网格编码\n张伟,51011719500305000X,51011701900600101\n";
        let (report, _) = taken(test, Kind::Residents, &here(), where_to.as_bytes()).await;
        assert_eq!(faults(&report), [("C2", "imports.moved-where")], "{report:#?}");
        // A year does not replace a known day.
        let coarse = "姓名,身份证号,出生日期,网格编码\n张伟,51011719500305000X,1950,51011701900600906\n";
        assert_eq!(taken(test, Kind::Residents, &here(), coarse.as_bytes()).await.0.same, 1);
    });
}

#[test]
fn headers_are_known_as_offices_write_them_and_both_phones_are_taken() {
    let files: [&[u8]; 4] =
        [case!("S01-syn-huzhu.xlsx"), case!("S02-syn-2.xlsx"), case!("S03-syn-3.xlsx"), case!("S06-two-phones.xlsx")];
    here_on(Engine::Sqlite, async |test| {
        for (at, file) in files.iter().enumerate() {
            let (report, _) = taken(test, Kind::Residents, &here(), file).await;
            assert_eq!((report.created + report.same, report.warnings_total), (3, 0), "{at}: {report:#?}");
        }
        let zhang = one(test, "张伟").await;
        assert_eq!((zhang.phones.len(), zhang.phones[0].reveal()), (1, "13800001000"));
        assert_eq!(door_of(test, "张伟").await.label, "3-2-501");
        let table = "户主,姓名,联系电话,座机,手机号,联系电话（紧急联系人）,年龄,所属社区,责任网格\n\
            王五,王小五,13800002001,028-87654321,13800002001,13900000000,76,天骄西路社区,第一网格第一微网格\n";
        let (report, _) = taken(test, Kind::Residents, &here(), table.as_bytes()).await;
        assert_eq!(codes(&report), ["imports.unknown-column"; 3], "户主, the other's number, the age: {report:#?}");
        let five = one(test, "王小五").await;
        let phones: Vec<_> = five.phones.iter().map(|p| p.reveal()).collect();
        assert_eq!((phones, five.birth), (vec!["13800002001", "02887654321"], Birth::Unknown));
        let table = "姓名,现住址,家庭住址,网格编码\n赵一,3-2-501,3-2-502,51011701900600101\n赵二,3-2-503,3-2-503,51011701900600101\n赵三,,3-2-504,51011701900600101\n";
        let leave = Options { leave_bad: true, ..here() };
        let (report, _) = taken(test, Kind::Residents, &leave, table.as_bytes()).await;
        assert_eq!((faults(&report), report.created), (vec![("C2", "imports.two-columns")], 2), "{report:#?}");
        assert_eq!(door_of(test, "赵三").await.label, "3-2-504");
    });
}

#[test]
fn a_birth_is_kept_to_the_month_that_the_table_tells() {
    here_on(Engine::Sqlite, async |test| {
        let leave = Options { leave_bad: true, ..here() };
        let (report, _) = taken(test, Kind::Residents, &leave, case!("D04-year-month.xlsx")).await;
        assert_eq!(faults(&report), [("F7", "imports.month-unclear")], "{report:#?}");
        let born: Vec<Birth> = people(test).await.iter().map(|r| r.birth).collect();
        assert_eq!(born, [Birth::Month(1950, 3); 6]);
        let table = "姓名,电话,出生日期,网格编码\n月一,13800003001,50年,51011701900600101\n月二,13800003002,一九五〇年三月,51011701900600101\n";
        let (report, _) = taken(test, Kind::Residents, &here(), table.as_bytes()).await;
        assert_eq!(faults(&report), [("C2", "imports.bad-day"), ("C3", "imports.bad-day")]);
    });
}

#[test]
fn every_line_of_the_table_of_phones_is_taken_in_one_form_or_told() {
    here_on(Engine::Sqlite, async |test| {
        let leave = Options { leave_bad: true, ..here() };
        let (report, _) = taken(test, Kind::Residents, &leave, case!("I02-phones.csv")).await;
        let told: Vec<u64> = report.errors.iter().map(|e| e.row - 2).collect();
        // Without an area code, the police, too many and too few digits, no such number, hidden, rounded, no digits.
        // A cell with a line break is two lines of the file and one row of the sheet.
        assert_eq!(told, [13, 17, 18, 19, 20, 26, 27, 30, 31, 32, 33], "{report:#?}");
        let all = people(test).await;
        let phones = |end: &str| {
            let who = all.iter().find(|r| r.name.trim_start_matches(|c: char| !c.is_ascii_digit()) == end).unwrap();
            who.phones.iter().map(|p| p.reveal().to_owned()).collect::<Vec<_>>()
        };
        for at in ["0", "1", "2", "3", "4", "5", "6", "28", "29", "35", "36", "37", "38"] {
            assert_eq!(phones(at), ["13812345678"], "line {at}");
        }
        for at in ["7", "8", "9", "10"] {
            assert_eq!(phones(at), ["02887654321"], "line {at}");
        }
        for at in ["11", "12"] {
            assert_eq!(phones(at), ["02887654321-801"], "line {at}");
        }
        for at in ["22", "23", "24", "25"] {
            assert_eq!(phones(at), ["13812345678", "13912345678"], "line {at}");
        }
        for (at, phone) in
            [("14", "4008001234"), ("15", "95598"), ("16", "12345"), ("21", "+85291234567"), ("34", "08131234567")]
        {
            assert_eq!(phones(at), [phone], "line {at}");
        }
    });
}

#[test]
fn a_blank_cell_gives_nobody_the_whole_street() {
    here_on(Engine::Sqlite, async |test| {
        // As `O01`, whose community is a merged cell and so is only in the first row.
        let table = "姓名,手机,职务,社区,网格\n\
            甲医生,13900001001,家庭医生,天骄西路社区,\n\
            乙医生,13900001002,家庭医生,,\n\
            丙单位,13900001003,共建单位,,\n\
            丁格员,13900001004,网格员,,第九网格\n\
            戊坐席,13900001006,坐席,,\n";
        let (report, _) = taken(test, Kind::Roster, &here(), table.as_bytes()).await;
        assert_eq!(
            faults(&report),
            [("D3", "imports.blank-widens"), ("D4", "imports.blank-widens"), ("E5", "imports.community-needed")],
            "{report:#?}"
        );
        let said = table
            .replace("家庭医生,,", "家庭医生,全街道,")
            .replace("共建单位,,", "共建单位,全街道,")
            .replace("网格员,,", "网格员,天骄西路社区,");
        let report = thrice(test, Kind::Roster, &here(), said.as_bytes(), 5).await;
        let posts: Vec<_> = report.changes.iter().map(|c| c.key.rsplit(' ').next().unwrap()).collect();
        assert_eq!(posts, ["510117019006", "510117019", "510117019", "510117019006009", "510117019"]);
        // The same one step down: a grid that others of the role fill, and a micro-grid.
        let table = "姓名,手机,职务,社区,网格,微网格\n\
            己格员,13900001011,网格员,天骄西路社区,第九网格,\n\
            庚格员,13900001012,网格员,天骄西路社区,,\n\
            辛格员,13900001013,微网格员,天骄西路社区,第九网格,第一微网格\n\
            壬格员,13900001014,微网格员,天骄西路社区,第九网格,\n";
        let (report, _) = taken(test, Kind::Roster, &here(), table.as_bytes()).await;
        assert_eq!(faults(&report), [("E3", "imports.blank-widens"), ("F5", "imports.blank-widens")], "{report:#?}");
        let said =
            table.replace("庚格员,13900001012,网格员,天骄西路社区,,", "庚格员,13900001012,网格员,天骄西路社区,全社区,");
        let said = said.replace(
            "壬格员,13900001014,微网格员,天骄西路社区,第九网格,",
            "壬格员,13900001014,微网格员,天骄西路社区,第九网格,全网格",
        );
        let report = looked(test, Kind::Roster, &here(), said.as_bytes()).await;
        assert_eq!((report.created, report.refused), (4, 0), "{report:#?}");
    });
}

#[test]
fn shapes_far_from_their_street_wait_for_a_word() {
    here_on(Engine::Sqlite, async |test| {
        let accept = Options { far: true, ..here() };
        for file in [&case!("G25-in-kansas.geojson")[..], case!("G26-in-beijing.geojson")] {
            let report = looked(test, Kind::Grids, &here(), file).await;
            assert_eq!(faults(&report), [("features[0].geometry", "imports.far-away")], "{report:#?}");
            let report = looked(test, Kind::Grids, &accept, file).await;
            assert_eq!(
                (report.created, report.refused, codes(&report)),
                (1, 0, vec!["imports.far-away"]),
                "{report:#?}"
            );
        }
        let kansas = String::from_utf8(case!("G25-in-kansas.geojson").to_vec()).unwrap();
        // Here, longitude and latitude exchanged: no such place is on the earth, and it says why.
        let exchanged = kansas
            .replace("-98.499", "30.771")
            .replace("-98.5", "30.77")
            .replace("39.800999999999995", "103.941")
            .replace("39.8", "103.94");
        let report = looked(test, Kind::Grids, &here(), exchanged.as_bytes()).await;
        assert!(
            report.errors.iter().all(|e| e.code == "grid.bad-shape" && e.zh.contains("经度和纬度写反了")),
            "{report:#?}"
        );
        let near = kansas
            .replace("-98.499", "103.941")
            .replace("-98.5", "103.94")
            .replace("39.800999999999995", "30.771")
            .replace("39.8", "30.77");
        assert_eq!(looked(test, Kind::Grids, &here(), near.as_bytes()).await.created, 1);
    });
}
