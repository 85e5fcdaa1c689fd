//! Temporary.
use std::collections::BTreeMap;
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::address::{Directory, Entry, Lessons, Place, Row};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let dir = std::fs::read_to_string("bench/address/directory.csv").unwrap();
    let mut b = Directory::builder();
    b.add(&Entry {
        place: Place::Street { name: "合作街道" },
        code: GridCode::parse("510117019").unwrap(),
        id: 1,
        aliases: &[],
        stands: None,
    });
    b.add(&Entry {
        place: Place::Community { name: "清溪社区" },
        code: GridCode::parse("510117019031").unwrap(),
        id: 1,
        aliases: &[],
        stands: None,
    });
    b.add(&Entry {
        place: Place::Community { name: "银杏社区" },
        code: GridCode::parse("510117019032").unwrap(),
        id: 2,
        aliases: &[],
        stands: None,
    });
    for (n, l) in dir.lines().skip(1).enumerate() {
        let f: Vec<&str> = l.split(',').collect();
        let al: Vec<&str> = Some(f[2]).filter(|s| !s.is_empty()).into_iter().collect();
        let row = Row {
            quarter: f[1],
            road: f[3],
            number: f[4],
            village: f[5],
            group: f[6],
            building: f[7],
            unit: f[8],
            name: f[9],
            room: "",
            aliases: &al,
        };
        for e in row.entries(GridCode::parse(f[0]).unwrap(), 10 + n as u64) {
            b.add(&e);
        }
    }
    let d = b.build();
    let (mut right, mut unsure, mut wrong) = (0, 0, 0);
    let mut kinds: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for l in std::fs::read_to_string("bench/address/lines.tsv").unwrap().lines() {
        let f: Vec<&str> = l.split('\t').collect();
        let p = d.find(f[1], &Lessons::default());
        let k = match p.sure() {
            Some(c) if c.as_str() == f[2] => {
                right += 1;
                0
            }
            Some(_) => {
                wrong += 1;
                2
            }
            None => {
                unsure += 1;
                1
            }
        };
        kinds.entry(f[3].into()).or_default()[k] += 1;
        if k == 2 {
            println!("WRONG {} {} want {} ({}) {:.2} {:?}", f[0], f[1], f[2], f[3], p.confidence, p);
        }
        if k == 1 && f[2].starts_with('5') && args.iter().any(|a| a == "miss") {
            println!("MISS {} {} want {} ({}) {:.2} {:?}", f[0], f[1], f[2], f[3], p.confidence, p);
        }
    }
    println!("right {right} unsure {unsure} wrong {wrong}");
    let (mut n, mut sure) = (0, 0);
    if let Ok(c) = std::fs::read_to_string("/work/shared/data/addresses/dev.txt") {
        for bl in c.split("\n\n") {
            let t: String = bl.lines().filter_map(|l| l.rsplit_once(' ').map(|x| x.0)).collect();
            if t.is_empty() {
                continue;
            }
            n += 1;
            if d.find(&t, &Lessons::default()).sure().is_some() {
                sure += 1;
                if args.iter().any(|a| a == "dev") {
                    println!("DEV {t}");
                }
            }
        }
    }
    println!("dev {n} sure {sure}");
}
