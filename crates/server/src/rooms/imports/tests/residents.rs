//! Residents from a file, on both engines: completely or not at all, a repeated file changes nothing, and a report never has a whole
//! number.

use super::*;
use crate::outside::sheet::{Form, Sheet};
use crate::testing::both;
use weiguang_domain::households::Tenure;

const TABLE: &str = "姓名,身份证号,出生年月,性别,联系电话,户籍地,门牌号,居住方式,社区,网格\n\
    王秀英,11010519491231002X,,,138 1234 1234,资阳市安岳县,锦绣路8号3栋2单元501,租住,天骄西路社区,第九网格第一微网格\n\
    小陈,,1975年,男,13900000003,资阳市安岳县,锦绣路8号3栋2单元501,,天骄西路社区,第九网格第一微网格\n\
    李四,,1960/5/1,女,13700000001、13700000002,本地,,,天骄西路社区,第九网格第二微网格\n\
    赵六,,,,,,,,510117019008,第一网格第一微网格\n";

#[test]
fn residents_come_with_their_doors_and_the_same_file_changes_nothing() {
    both(async |test| {
        let done = thrice(test, Kind::Residents, &here(), TABLE.as_bytes(), 4).await;
        let told = serde_json::to_string(&done).unwrap();
        assert!(told.contains("110105********002X") && told.contains("138****1234"), "{told}");
        for whole in ["11010519491231002X", "13812341234", "王秀英"] {
            assert!(!told.contains(whole), "{whole} in {told}");
        }
        let member = test.as_("member01").await;
        let list = member.get("/households").await.good();
        assert_eq!((list["items"].as_array().unwrap().len(), list["items"][0]["people"].as_i64()), (1, Some(2)));
        let tenure: Tenure = serde_json::from_value(list["items"][0]["tenure"].clone()).unwrap();
        assert_eq!(tenure, Tenure::Tenant);
        let find = serde_json::json!({ "phone": "13700000002" });
        let found = test.as_("leader").await.post("/households/residents/find", &find).await.good();
        assert_eq!(found["items"][0]["code"], "51011701900600902");

        // New values in a row are filled in, and empty cells change nothing.
        let more = "姓名,身份证号,电话,网格编码\n李四,510117196005010023,13700000001,51011701900600902\n";
        let number = more.replace("510117196005010023", &number("51011719600501002"));
        let (changed, _) = taken(test, Kind::Residents, &here(), number.as_bytes()).await;
        assert_eq!((changed.changed, changed.same, changed.created), (1, 0, 0), "{changed:#?}");
        assert_eq!(taken(test, Kind::Residents, &here(), number.as_bytes()).await.0.same, 1);
        let both_phones = test.as_("leader").await.post("/households/residents/find", &find).await.good();
        assert_eq!(both_phones["items"].as_array().unwrap().len(), 1);
    });
}

/// A number with its check digit.
fn number(first: &str) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{first}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

#[test]
fn what_is_wrong_is_named_by_its_cell_and_keeps_the_whole_file_out() {
    both(async |test| {
        let wrong = "姓名,身份证号,出生年月,性别,电话,居住方式,网格编码\n\
            王秀英,110105194912310021,,,,,51011701900600901\n\
            小陈,,明天,不详,电话,借住,51011701900600901\n\
            李四,,,,,,51011701900600999\n\
            赵六,,,,,,51011701900600901\n\
            赵六,,,,,,51011701900600901\n\
            ,,,,,,51011701900600901\n\
            钱七,11010519491231002X,,男,,,51011701900600901\n";
        let (report, bad) = taken(test, Kind::Residents, &here(), wrong.as_bytes()).await;
        let told: Vec<_> = report.errors.iter().map(|e| (e.cell.as_str(), e.code.as_str())).collect();
        assert_eq!(
            told,
            [
                ("B2", "households.identity"),
                ("D3", "households.unknown-sex"),
                ("F3", "households.unknown-tenure"),
                ("C3", "imports.bad-day"),
                ("E3", "kernel.phone"),
                ("G4", "grid.unknown-code"),
                ("A6", "imports.twice"),
                ("A7", "kernel.missing"),
                ("B8", "households.identity-disagrees"),
            ]
        );
        assert!(report.errors.iter().all(|e| !e.zh.is_empty() && !e.en.is_empty()));
        assert!(!report.written && bad.is_some());
        let manager = test.as_("manager").await;
        assert_eq!(
            manager.get("/households/residents").await.good()["items"],
            serde_json::json!([]),
            "not a row of it"
        );
        let leave = Options { leave_bad: true, ..here() };
        let (report, _) = taken(test, Kind::Residents, &leave, wrong.as_bytes()).await;
        assert_eq!((report.created, report.refused, report.written), (1, 6, true));
    });
}

#[test]
fn phones_are_read_as_people_write_them_and_what_cannot_be_dialled_is_told() {
    both(async |test| {
        let row = |name: &str, phone: &str| format!("{name},1950年,\"{phone}\",51011701900600901\n");
        let taken_as = [
            ("话一", "(028)87654321"),
            ("话二", "028-87654321转801"),
            ("话三", "+86 138 1234 5678"),
            ("话四", "138 1234 5679(儿子)"),
            ("话五", "\u{202d}13812345670\u{202c}"),
            ("话六", "13812345671 13912345672"),
        ];
        let table: String = taken_as.iter().map(|(name, phone)| row(name, phone)).collect();
        let (report, bad) =
            taken(test, Kind::Residents, &here(), format!("姓名,出生年月,电话,网格编码\n{table}").as_bytes()).await;
        assert!(bad.is_none() && report.created == 6, "{report:#?}");
        assert!(report.warnings.iter().any(|w| w.code == "imports.beside-number" && !w.zh.contains("儿子")));
        for phone in ["02887654321", "028-87654321-801", "13812345678", "13812345670", "13912345672"] {
            let find = serde_json::json!({ "phone": phone });
            let found = test.as_("leader").await.post("/households/residents/find", &find).await.good();
            assert_eq!(found["items"].as_array().unwrap().len(), 1, "{phone}");
        }
        let wrong: String = ["2887654321", "138123456789", "00000000000"].map(|phone| row("错号", phone)).concat();
        let (report, _) =
            taken(test, Kind::Residents, &here(), format!("姓名,出生年月,电话,网格编码\n{wrong}").as_bytes()).await;
        assert_eq!(report.errors.iter().filter(|e| e.cell.starts_with('C')).count(), 3, "{report:#?}");
        assert!(!report.written);
    });
}

#[test]
fn foreigners_dotted_names_and_rare_characters_are_known_again() {
    both(async |test| {
        let rows: [[&str; 4]; 4] = [
            ["姓名", "证件号码", "电话", "网格编码"],
            ["John Smith", "911124198108030024", "13800000011", "51011701900600901"],
            ["阿卜杜拉·买买提", "", "13800000012", "51011701900600901"],
            ["𠮷田㛃", "", "13800000013", "51011701900600901"],
        ];
        // Out as a workbook and in again: nothing of it is lost on the way.
        for form in [Form::Xlsx, Form::Csv] {
            let mut sheet = Sheet::new().unwrap();
            rows.iter().for_each(|row| sheet.row(row.iter().copied()).unwrap());
            let (report, _) = taken(test, Kind::Residents, &here(), &sheet.finish(form).unwrap()).await;
            assert_eq!((report.refused, report.created + report.same), (0, 3), "{report:#?}");
        }
        let leader = test.as_("leader").await;
        for asked in ["阿卜杜拉•买买提", "阿卜杜拉・买买提", "阿卜杜拉 ‧\u{2003}买买提", "𠮷田㛃", "𠮷田　㛃"]
        {
            let found = leader.post("/households/residents/find", &serde_json::json!({ "name": asked })).await.good();
            assert_eq!(found["items"].as_array().map(Vec::len), Some(1), "{asked}: {found}");
        }
        let card = serde_json::json!({ "identity": "911124198108030024" });
        let found = leader.post("/households/residents/find", &card).await;
        assert_eq!(found.good()["items"].as_array().map(Vec::len), Some(1));
        // With another dot it is the same person, and not a second one.
        let again = "姓名,电话,网格编码\n阿卜杜拉‧买买提,13800000012,51011701900600901\n";
        let (report, _) = taken(test, Kind::Residents, &here(), again.as_bytes()).await;
        assert_eq!((report.created, report.refused), (0, 0), "{report:#?}");
    });
}
