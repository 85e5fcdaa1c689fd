//! Each kind of table, on both engines.

use weiguang_store::Tx;

use super::*;
use crate::chain;
use crate::outside::sheet::Form;
use crate::rooms::grid::territory::Territory;
use crate::rooms::imports::AsOf;
use crate::testing::both;

#[test]
fn areas_come_with_their_other_codes_and_a_street_to_serve() {
    both(async |test| {
        let table = "code,name,areaCode,provinceCode,cityCode\n510117021,\"红光街道\",510117,51,5101\n510117021001,\"高店社区\",510117,51,5101\n";
        let options = Options { serve: vec![code("510117021")], ..here() };
        let done = thrice(test, Kind::Areas, &options, table.as_bytes(), 3).await;
        assert_eq!((done.rows, done.warnings_total), (2, 0));
        assert!(test.app.state::<Territory>().serves(&code("510117021")));
        assert_eq!(test.app.state::<Territory>().name(&code("510117021")), "红光街道");

        // One code of one office cannot name two areas, and a name may change.
        let zones = "nbs_street_code,functional_street_code,zone_code,zone_name,street_name\n510117021,510172708,510172,成都高新区,红光街道\n";
        let (zoned, _) = taken(test, Kind::Areas, &here(), zones.as_bytes()).await;
        assert_eq!((zoned.changed, zoned.refused), (1, 0), "{zoned:#?}");
        assert_eq!(taken(test, Kind::Areas, &here(), zones.as_bytes()).await.0.same, 1);
        let clash = zones.replace("510117021,", "510117019,").replace("红光", "合作");
        let (clash, _) = taken(test, Kind::Areas, &here(), clash.as_bytes()).await;
        assert_eq!((clash.errors[0].code.as_str(), clash.errors[0].cell.as_str()), ("grid.ambiguous", "B2"));
    });
}

#[test]
fn a_roster_makes_people_and_posts() {
    both(async |test| {
        let table = "姓名,账号,手机,角色,社区,网格,起,止\n\
            王小明,,13812345678,微网格员,天骄西路社区,第九网格第三微网格,2026/1/1,\n\
            王小明,,138 1234 5678,网格员,天骄西路社区,第九网格,2026-01-01,2027年12月31日\n\
            李四,lisi,,社区书记,510117019006,,,\n\
            赵六,zhaoliu,13900001111,坐席,,,,\n";
        let done = thrice(test, Kind::Roster, &here(), table.as_bytes(), 4).await;
        assert!(done.warnings.iter().any(|w| w.zh.contains("wangxiaoming5678")), "{:?}", done.warnings);
        let posts =
            test.app.read(|tx| Ok(crate::rooms::people::roster::assignments(tx, &code("510117019"))?)).await.unwrap();
        let micro = code("51011701900600903");
        let holder = posts.iter().find(|a| a.code == micro).unwrap().account;
        assert!(
            posts.iter().any(|a| a.account == holder && a.code == code("510117019006009")),
            "one person, two posts"
        );

        let (changed, _) =
            taken(test, Kind::Roster, &here(), table.replace("2027年12月31日", "2028-12-31").as_bytes()).await;
        assert_eq!((changed.changed, changed.same), (1, 3), "{changed:#?}");
        assert_eq!(changed.changes[0].fields[0].before, "2027-12-31");

        // Every change of a person by a file is in their chain.
        let told = async || {
            let of_holder = move |tx: &mut Tx<'_>| Ok(chain::stream(tx, "510117019", holder.uuid(), 0, 100)?);
            let entries = test.app.read(of_holder).await.unwrap();
            entries.into_iter().map(|(entry, _)| entry.kind).collect::<Vec<_>>()
        };
        let made = ["people.account-created", "people.assigned", "people.assigned", "people.assigned"];
        assert_eq!(told().await, made, "two posts, and more days of one");
        let fewer = table.replace("2027年12月31日", "2026-12-31").replace("13812345678", "13812345679");
        let fewer = fewer.replace("王小明,,", "王小明,wangxiaoming5678,").replace("138 1234 5678", "13812345679");
        let (report, _) = taken(test, Kind::Roster, &here(), fewer.as_bytes()).await;
        assert!(report.written, "{report:#?}");
        assert_eq!(told().await[made.len()..], ["people.account-changed", "people.assignment-ended"]);

        let wrong = "姓名,账号,手机,角色,网格编码\n李四,lisi,,微网格员,510117019006\n钱七,,,微网格员,51011701900600901\n孙八,sunba,12,班长,51011701900600999\n王五,lisi,,微网格员,51011701900600901\n";
        let (report, bad) = taken(test, Kind::Roster, &here(), wrong.as_bytes()).await;
        let told: Vec<_> = report.errors.iter().map(|e| (e.cell.as_str(), e.code.as_str())).collect();
        assert_eq!(
            told,
            [
                ("E2", "people.wrong-level"),
                ("B3", "people.no-login"),
                ("C4", "kernel.phone"),
                ("D4", "people.unknown-role"),
                ("B5", "people.login-taken"),
            ]
        );
        assert!(!report.written && bad.is_some());
    });
}

const SQUARES: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","properties":{"code":"510117019006010","name":"第十网格","kind":"general"},"geometry":null},
 {"type":"Feature","properties":{"code":"51011701900601001","name":"一","households":60},"geometry":{"type":"Polygon","coordinates":[[[103.94,30.77],[103.941,30.77],[103.941,30.771],[103.94,30.771],[103.94,30.77]]]}},
 {"type":"Feature","properties":{"code":"51011701900601002","name":"二","households":8},"geometry":{"type":"Polygon","coordinates":[[[103.9405,30.77],[103.942,30.77],[103.942,30.771],[103.9405,30.771],[103.9405,30.77]]]}},
 {"type":"Feature","properties":{"code":"51011701900690001","name":"骑手","kind":"功能型","home":"510117019006","takes":["other"]},"geometry":null}
]}"#;

#[test]
fn grids_come_with_shapes_and_what_is_wrong_with_them_is_named() {
    both(async |test| {
        let (refused, _) = taken(test, Kind::Grids, &here(), SQUARES.as_bytes()).await;
        assert_eq!(refused.errors[0].code, "grid.no-parent", "{refused:#?}");
        assert_eq!(refused.errors[0].cell, "features[3].properties.code");
        let whole = SQUARES.replace("51011701900690001", "51011701900601090");
        let done = thrice(test, Kind::Grids, &here(), whole.as_bytes(), 4).await;
        let codes: Vec<_> = done.warnings.iter().map(|w| w.code.as_str()).collect();
        assert!(codes.contains(&"grid.overlap") && codes.contains(&"grid.size"), "{:#?}", done.warnings);
        let territory = test.app.state::<Territory>();
        let inside = weiguang_domain::kernel::geo::Point::new(103.9402, 30.7705);
        assert_eq!(territory.locate(inside), Some(code("51011701900601001")));

        let table = "网格编码,名称,户数\n51011701900601001,甲,61\n";
        let (changed, _) = taken(test, Kind::Grids, &here(), table.as_bytes()).await;
        assert_eq!((changed.changed, changed.changes[0].fields.len()), (1, 2), "{changed:#?}");
        assert_eq!(test.app.state::<Territory>().locate(inside), Some(code("51011701900601001")), "the shape stays");

        let bow = whole.replace(
            "[103.941,30.77],[103.941,30.771],[103.94,30.771]",
            "[103.941,30.771],[103.941,30.77],[103.94,30.771]",
        );
        let (report, bad) = taken(test, Kind::Grids, &here(), bow.as_bytes()).await;
        let fault = &report.errors[0];
        assert_eq!(
            (fault.row, fault.cell.as_str(), fault.code.as_str()),
            (2, "features[1].geometry", "grid.bad-shape")
        );
        assert!(
            fault.zh.contains("第1块外环") && fault.en.contains("outer ring") && fault.zh.contains("103.9405"),
            "{fault:?}"
        );
        // The faulty row is returned as CSV with the geometry as text, and can be corrected there.
        let mended = String::from_utf8(bad.unwrap().bytes).unwrap();
        let mended = mended.replace(
            "[103.941,30.771],[103.941,30.77],[103.94,30.771]",
            "[103.941,30.77],[103.941,30.7712],[103.94,30.771]",
        );
        let (report, _) = taken(test, Kind::Grids, &here(), mended.as_bytes()).await;
        assert_eq!((report.changed, report.refused), (1, 0), "{report:#?}");
    });
}

#[test]
fn one_bad_cell_keeps_a_directory_out_and_the_mended_rows_go_in() {
    both(async |test| {
        let table = "小区,栋,单元,室,网格编码,别名\n\
            锦绣花园,3栋,2单元,501,51011701900600901,锦绣苑、老锦绣\n\
            锦绣花园,３幢,2,502室,51011701900600901,\n\
            \n\
            锦绣花园,4栋,,,5101170190060099,\n\
            锦绣花园,,1,,51011701900600902,\n";
        let options = here();
        let (report, bad) = taken(test, Kind::Directory, &options, table.as_bytes()).await;
        assert_eq!((report.rows, report.created, report.refused, report.written), (4, 2, 2, false), "{report:#?}");
        let fault = &report.errors[0];
        assert_eq!(
            (fault.row, fault.column.as_str(), fault.cell.as_str(), fault.value.as_str(), fault.code.as_str()),
            (5, "网格编码", "E5", "5101170190060099", "grid.bad-code")
        );
        assert!(fault.zh.contains("17 位") && fault.en.contains("17 digits"), "{fault:?}");
        assert_eq!((report.errors[1].cell.as_str(), report.errors[1].column.as_str()), ("B6", "栋"));
        assert_eq!(looked(test, Kind::Directory, &options, table.as_bytes()).await.created, 2, "nothing was kept");

        let bad = bad.unwrap();
        let text = String::from_utf8(bad.bytes.clone()).unwrap();
        assert!(text.starts_with('\u{FEFF}') && text.contains("行号,错误说明"), "{text}");
        assert_eq!(text.lines().count(), 3);
        let mended = text.replace("5101170190060099,", "51011701900600902,").replace("锦绣花园,,1,", "锦绣花园,5,1,");
        let (report, _) = taken(test, Kind::Directory, &options, mended.as_bytes()).await;
        assert_eq!((report.created, report.warnings_total, report.written), (2, 0, true), "{report:#?}");

        // The rest goes in while the bad rows stay out, if that is asked for.
        let leave = Options { leave_bad: true, ..here() };
        let (report, bad) = taken(test, Kind::Directory, &leave, table.as_bytes()).await;
        assert_eq!((report.created, report.refused, report.written, bad.is_some()), (2, 2, true, true), "{report:#?}");
        let (again, _) = taken(test, Kind::Directory, &leave, table.as_bytes()).await;
        assert_eq!((again.created, again.same), (0, 2));
        let moved = table.replace("2单元,501,51011701900600901", "2单元,501,51011701900600902");
        let (report, _) = taken(test, Kind::Directory, &leave, moved.as_bytes()).await;
        let field = &report.changes[0].fields[0];
        assert_eq!(
            (report.changed, field.before.as_str(), field.after.as_str()),
            (1, "51011701900600901", "51011701900600902")
        );
    });
}

/// A row may give the address of a quarter or a shop; both are found by it, too.
#[test]
fn the_road_and_number_of_a_quarter_and_of_a_shop_are_kept() {
    both(async |test| {
        let table = "小区,楼栋,道路,门牌号,名称,别名,网格编码\n\
            和院公馆,1栋,合欢东街,30号,,,51011701900600901\n\
            和院公馆,4栋,合欢东街,30号,,,51011701900600902\n\
            ,,天润路,66号附3号,麦秋面馆,面馆老店,51011701900600903\n";
        let report = thrice(test, Kind::Directory, &here(), table.as_bytes(), 3).await;
        assert_eq!(report.warnings_total, 0, "{report:#?}");
        let territory = test.app.state::<Territory>();
        let found = |address: &str| territory.place_for_anybody(&code("510117019"), address, None).sure();
        assert_eq!(found("合欢东街30号4栋"), Some(code("51011701900600902")));
        assert_eq!(found("合欢东街30号"), None, "two cells");
        for shop in ["麦秋面馆", "面馆老店", "天润路66号附3号", "天润路上的麦秋面馆"] {
            assert_eq!(found(shop), Some(code("51011701900600903")), "{shop}");
        }
        assert_eq!(found("团结街道麦秋面馆"), None, "another street");
    });
}

#[test]
fn a_file_of_an_old_office_program_is_read() {
    both(async |test| {
        let table = "合作街道住户表;;;\r\n小区;楼栋;房号;网格\r\n骏苑;1;101;天骄西路社区第九网格第一微网格\r\n骏苑;1;102;天骄西路社区第九网格第一微网格\r\n";
        let (bytes, _, _) = encoding_rs::GB18030.encode(table);
        let report = thrice(test, Kind::Directory, &here(), &bytes, 2).await;
        assert_eq!((report.changes[0].row, report.changes[0].key.as_str()), (3, "骏苑/006/1栋//101"));
        let wide: Vec<u8> = std::iter::once(0xFEFF)
            .chain("小区\t栋\t网格编码\n新苑\t1\t51011701900600901\n".encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(taken(test, Kind::Directory, &here(), &wide).await.0.created, 1);
    });
}

fn workbook(code_as_number: bool) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["小区", "栋", "室", "网格编码"].iter().enumerate() {
        sheet.write(1, u16::try_from(column).unwrap(), *header).unwrap();
    }
    sheet.write(0, 0, "合作街道住户表").unwrap();
    for row in [2u32, 4] {
        sheet.write(row, 0, "锦绣花园").unwrap();
        sheet.write(row, 1, 3).unwrap();
        sheet.write(row, 2, 500 + row).unwrap();
        if code_as_number && row == 4 {
            sheet.write(row, 3, 51_011_701_900_600_901_f64).unwrap();
        } else {
            sheet.write(row, 3, "51011701900600901").unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_and_its_bad_rows_come_back_as_one() {
    both(async |test| {
        let report = thrice(test, Kind::Directory, &here(), &workbook(false), 2).await;
        assert_eq!(report.changes[1].row, 5);
        let (report, bad) = taken(test, Kind::Directory, &here(), &workbook(true)).await;
        let fault = &report.errors[0];
        assert_eq!((fault.cell.as_str(), fault.code.as_str()), ("D5", "imports.number-lost"), "{fault:?}");
        let bad = bad.unwrap();
        assert_eq!(bad.form, Form::Xlsx);
        let (report, again) = taken(test, Kind::Directory, &here(), &bad.bytes).await;
        assert_eq!((report.rows, report.refused), (1, 1), "what was not mended is refused again");
        assert_eq!(again.unwrap().form, Form::Xlsx);
    });
}

#[test]
fn a_file_that_is_no_table_of_this_kind_is_refused_in_words() {
    both(async |test| {
        let (code, zh, en) = refused(test, Kind::Roster, "小区,栋\n骏苑,1\n".as_bytes());
        assert_eq!(code, "imports.missing-columns");
        assert!(zh.contains("姓名、角色") && en.contains("name, role"), "{zh} {en}");
        assert_eq!(refused(test, Kind::Directory, b"").0, "imports.empty");
        assert_eq!(refused(test, Kind::Directory, &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1]).0, "imports.unreadable");
        assert_eq!(refused(test, Kind::Directory, &[0x81, 0x20, 0xFF, 0xFF]).0, "imports.encoding");
        assert_eq!(refused(test, Kind::Directory, b"PK\x03\x04 and no workbook").0, "imports.unreadable");
        assert_eq!(
            refused(test, Kind::Grids, b"{\"type\":\"FeatureCollection\",\"features\":[{]}").0,
            "imports.geojson"
        );
    });
}

#[test]
fn tickets_come_in_once_and_old_ones_are_not_late_at_once() {
    both(async |test| {
        let table = "id,user,subject,time,detail,label\n\
            530,U0008488,路灯不亮,2019/11/10 18:59:24,\"尊敬的领导：\n楼下路灯坏了\",城乡建设\n\
            531,U1,A3区魏家坡小区脏乱差,2019/11/11 8:00:00,垃圾成堆,城乡建设\n\
            530,U0008488,路灯不亮,2019/11/10 18:59:24,\"尊敬的领导：\n楼下路灯坏了\",城乡建设\n";
        let looked = looked(test, Kind::Tickets, &here(), table.as_bytes()).await;
        assert_eq!((looked.created, looked.same), (2, 1), "{looked:#?}");
        let placing = looked.placing.unwrap();
        assert_eq!((placing.sure, placing.unsure + placing.nothing), (0, 2), "nothing is known yet: {placing:#?}");
        assert!(placing.examples[0].placing.evidence.iter().any(|e| e.zh.contains("2019/11/10 18:59:24")));

        let (done, _) = taken(test, Kind::Tickets, &here(), table.as_bytes()).await;
        assert_eq!((done.created, done.written), (2, true));
        assert_eq!(taken(test, Kind::Tickets, &here(), table.as_bytes()).await.0.same, 3);
        let found = |external: &'static str| async move {
            test.app
                .read(move |tx| {
                    let street = code("510117019");
                    Ok(crate::rooms::cases::store::read_external(tx, &street, external)?.unwrap())
                })
                .await
                .unwrap()
        };
        let case = found("530").await;
        assert_eq!((case.case.kind.id.as_str(), case.source.as_str()), ("street-light-out", "import"));
        assert!(case.case.clocks.accept.due > test.clock.now(), "its clocks begin now");
        assert!(case.evidence.contains("2019/11/10"));

        // With a directory the same words are sure.
        let known = "小区,栋,网格编码\n锦绣花园,3栋,51011701900600902\n";
        taken(test, Kind::Directory, &here(), known.as_bytes()).await;
        let sure = "id,subject,detail\n600,楼道堆物,锦绣花园3栋的楼道里堆满纸箱\n";
        let (sure, _) = taken(test, Kind::Tickets, &here(), sure.as_bytes()).await;
        assert_eq!(sure.placing.unwrap().sure, 1);
        assert_eq!(found("600").await.case.code, code("51011701900600902"));

        let moving = Options { as_of: AsOf::Received, ..here() };
        let later =
            table.replace("531,", "532,").replace("530,", "533,").replace("2019/11/11 8:00:00", "2026/11/23 08:00:00");
        taken(test, Kind::Tickets, &moving, later.as_bytes()).await;
        assert_eq!(found("532").await.case.clocks.received.civil().hour(), 8);

        let wrong = "id,subject,time\n,空,2019/1/1\n1,甲,2030/1/1\n2,乙,昨天\n";
        let (report, _) = taken(test, Kind::Tickets, &here(), wrong.as_bytes()).await;
        let told: Vec<_> = report.errors.iter().map(|e| (e.cell.as_str(), e.code.as_str())).collect();
        assert_eq!(told, [("A2", "kernel.missing"), ("C3", "imports.in-the-future"), ("C4", "imports.bad-time")]);
    });
}

/// Two hundred volunteers in one file are one message and one confirmation by the second person, and have no post until then.
#[test]
fn a_roster_waits_as_one_and_is_confirmed_by_one_press() {
    use serde_json::json;
    both(async |test| {
        let ready = ["manager", "administrator"].map(|login| test.account(login));
        let done = test.app.db().write(move |tx| {
            ready.iter().try_for_each(|account| crate::rooms::people::store::set_password(tx, *account, "set"))
        });
        done.await.unwrap();
        let mut rows = String::from("姓名,账号,角色,网格编码\n");
        for n in 0..200 {
            rows += &format!("志愿{n},zhiyuan{n},微网格员,51011701900600901\n");
        }
        let account = test.account("administrator");
        let day = test.clock.now().day();
        let actor = test
            .app
            .read(move |tx| crate::access::actors::actor(tx, account, day, weiguang_domain::access::Via::Session));
        let actor = actor.await.unwrap().unwrap();
        let taken = async || {
            let job = prepare(&test.app, &actor, Kind::Roster, here(), file(rows.as_bytes())).unwrap();
            run(&test.app, &Arc::new(job), None).await.unwrap().0
        };
        assert_eq!(taken().await.created, 200);
        assert_eq!(taken().await.same, 200, "what waits is not given twice");
        let manager = test.as_("manager").await;
        assert_eq!(manager.get("/inbox").await.good()["items"].as_array().unwrap().len(), 1);
        let held = async || {
            let path = "/people/assignments?code=51011701900600901";
            manager.get(path).await.good()["items"].as_array().unwrap().len()
        };
        assert_eq!(held().await, 1);
        let first = manager.get("/people/grants").await.good();
        assert_eq!(first["mine"], 200);
        let press = json!({ "batch": first["items"][0]["batch"], "confirm": true });
        assert_eq!(manager.post("/people/grants/decisions", &press).await.good()["done"], 200);
        assert_eq!(held().await, 201);
    });
}
