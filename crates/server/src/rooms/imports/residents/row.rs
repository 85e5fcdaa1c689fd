//! Reads and checks a row of a table of residents.

use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::address::columns::Reach;
use weiguang_domain::households::resident::NoBirth;
use weiguang_domain::households::{Birth, Registered, Sex, Tenure};
use weiguang_domain::kernel::phone;
use weiguang_domain::kernel::text::fold;

use super::super::Setting;
use super::super::door;
use super::super::report::{self, Report, RowFault, Warning};
use super::super::spot::{self, Spots};
use super::super::table::{Cells, Column, column};
use super::{DoorKey, door_key};
use crate::rooms::households::Facts;

pub const COLUMNS: &[Column] = &[
    column("name", "姓名", &["居民", "居民姓名", "人员姓名", "住户姓名", "人口姓名", "名字", "老人姓名"], true)
        .personal()
        .or_else(&["户主", "户主姓名", "户主名称", "租户", "租户姓名", "承租人", "承租人姓名", "业主姓名"]),
    column(
        "identity",
        "身份证号",
        &[
            "身份证",
            "身份证号码",
            "公民身份号码",
            "公民身份证号",
            "公民身份证号码",
            "公民身份证",
            "居民身份证",
            "居民身份证号",
            "居民身份证号码",
            "身份号码",
            "证件号码",
            "证件号",
            "有效证件号码",
            "身份证件号码",
        ],
        false,
    )
    .personal()
    .digits()
    .or_else(&["户主身份证号", "户主身份证号码", "户主身份证"]),
    column(
        "birth",
        "出生日期",
        &["出生", "出生年月", "出生年份", "生日", "出生年月日", "出生时间", "出生年", "出生日", "公历生日"],
        false,
    )
    .personal()
    .several(),
    column("sex", "性别", &["男女"], false),
    column(
        "phone",
        "电话",
        &[
            "手机",
            "手机号",
            "手机号码",
            "联系电话",
            "联系方式",
            "电话号码",
            "联系手机",
            "移动电话",
            "本人电话",
            "本人联系电话",
            "本人手机",
            "联系号码",
            "手机电话",
            "座机",
            "座机号",
            "座机号码",
            "座机电话",
            "固定电话",
            "固话",
            "家庭电话",
            "住宅电话",
            "备用电话",
            "其他电话",
            "电话1",
            "电话2",
            "手机1",
            "手机2",
            "手机号1",
            "手机号2",
            "联系电话1",
            "联系电话2",
            "联系方式1",
            "联系方式2",
        ],
        false,
    )
    .personal()
    .digits()
    .several()
    .or_else(&["户主电话", "户主联系电话", "户主手机", "户主手机号"]),
    column(
        "registered",
        "户籍地",
        &["户籍", "户籍地址", "户口所在地", "户籍所在地", "户口地址", "户籍详细地址", "户籍地详址", "户籍住址"],
        false,
    )
    .personal(),
    column(
        "door",
        "住址",
        &[
            "门牌",
            "门牌号",
            "居住地址",
            "地址",
            "现住址",
            "现居住地址",
            "现居住地",
            "现居地址",
            "家庭住址",
            "家庭地址",
            "详细地址",
            "居住地",
            "居住地详址",
            "居住详细地址",
            "实际居住地",
            "实际居住地址",
            "现住地址",
            "常住地址",
            "常住地",
            "住所",
            "房屋地址",
            "门牌地址",
            "家庭详细地址",
            "详细住址",
            "联系地址",
        ],
        false,
    )
    .personal(),
    door::QUARTER,
    door::BUILDING,
    door::UNIT,
    door::FLOOR,
    door::ROOM.personal(),
    column("tenure", "居住方式", &["住房性质", "房屋性质", "自住或租住", "居住性质", "居住类型", "住房类型"], false),
    spot::CODE,
    spot::GRID,
    spot::COMMUNITY,
];

/// A person as described in a row.
pub struct Row {
    pub name: String,
    pub code: GridCode,
    pub door: String,
    pub tenure: Tenure,
    pub facts: Facts,
}

impl Row {
    pub fn key(&self) -> DoorKey {
        door_key(self.code, &self.door)
    }
    /// Reads a row.
    pub fn read(
        setting: &Setting,
        spots: Option<&Spots>,
        cells: &Cells<'_>,
        report: &mut Report,
    ) -> Result<Self, Vec<RowFault>> {
        let mut faults = Vec::new();
        let name = cells.get("name").to_owned();
        if name.is_empty() {
            faults.push(report::missing(cells, "name", "姓名"));
        }
        faults.extend(report::too_long(cells, "door", weiguang_domain::kernel::text::ADDRESS_LIMIT));
        let code = match spots {
            Some(spots) => spots.code(cells),
            None => Err(report::missing(cells, "code", "网格编码")),
        };
        let code = code.map_err(|f| faults.push(f)).ok();
        if let Some(code) = code
            && !setting.territory.knows(&code)
        {
            let (zh, en) = (format!("没有编码为 {code} 的网格"), format!("there is no cell {code}"));
            faults.push(cells.fault("code", "grid.unknown-code", zh, en));
        }
        let sex = sex(cells).unwrap_or_else(|f| {
            faults.push(f);
            None
        });
        let tenure = tenure(cells).unwrap_or_else(|f| {
            faults.push(f);
            Tenure::Unknown
        });
        let birth = birth(cells).unwrap_or_else(|f| {
            faults.push(f);
            None
        });
        let phones = phones(cells, report).unwrap_or_else(|more| {
            faults.extend(more);
            None
        });
        let door = door_of(cells, report).map_err(|f| faults.push(f)).ok();
        let identity = cells.given("identity").map(str::to_owned);
        let birth = birth.map(|birth| birth.to_string());
        let facts = Facts { birth, sex, identity, phones, registered: registered(cells) };
        match (code, door) {
            (Some(code), Some(door)) if faults.is_empty() => Ok(Self { name, code, door, tenure, facts }),
            _ => Err(faults),
        }
    }
}

fn sex(cells: &Cells<'_>) -> Result<Option<Sex>, RowFault> {
    match fold(cells.get("sex")).as_str() {
        "" => Ok(None),
        "女" | "女性" | "female" | "f" => Ok(Some(Sex::Female)),
        "男" | "男性" | "male" | "m" => Ok(Some(Sex::Male)),
        _ => Err(cells.fault("sex", "households.unknown-sex", "应为 女 或 男", "female or male")),
    }
}

fn tenure(cells: &Cells<'_>) -> Result<Tenure, RowFault> {
    match fold(cells.get("tenure")).as_str() {
        "" | "未知" | "unknown" => Ok(Tenure::Unknown),
        "自有" | "自住" | "自有住房" | "owner" => Ok(Tenure::Owner),
        "租住" | "租房" | "出租" | "租赁" | "tenant" => Ok(Tenure::Tenant),
        "单位住宿" | "宿舍" | "集体宿舍" | "lodged" => Ok(Tenure::Lodged),
        _ => {
            let (zh, en) = ("应为 自有、租住 或 单位住宿", "owner, tenant or lodged");
            Err(cells.fault("tenure", "households.unknown-tenure", zh, en))
        }
    }
}

fn registered(cells: &Cells<'_>) -> Option<Registered> {
    let text = cells.given("registered")?;
    Some(if matches!(fold(text).as_str(), "本地" | "本街道" | "本社区" | "本村" | "here") {
        Registered::Here
    } else {
        Registered::Elsewhere(text.to_owned())
    })
}

/// A date of birth as written in spreadsheets: a year, a month or a day in any of the usual forms. Of several columns the most precise one
/// counts.
fn birth(cells: &Cells<'_>) -> Result<Option<Birth>, RowFault> {
    let mut told: Option<Birth> = None;
    for (at, text) in cells.each("birth") {
        let one = match (Birth::read(text), report::moment_parts(text)) {
            (Ok(birth), _) => birth,
            // With a time of day that a spreadsheet added.
            (Err(NoBirth::Unread), Some(moment)) => Birth::Day(moment.date()),
            (Err(NoBirth::Unread), None) => {
                let no = NoBirth::Unread;
                return Err(cells.fault_at(at, "imports.bad-day", no.chinese(), no.to_string()));
            }
            (Err(no), _) => return Err(cells.fault_at(at, "imports.month-unclear", no.chinese(), no.to_string())),
        };
        if told.is_some_and(|told| !told.agrees(one)) {
            let (zh, en) = (
                "与本行另一列的出生日期不同：请核对",
                "another column of this row tells another birth: check which is right",
            );
            return Err(cells.fault_at(at, "imports.contradicts", zh, en));
        }
        told = Some(told.map_or(one, |told| told.or_finer(one)));
    }
    Ok(told)
}

/// The numbers of all phone columns in their order, without repetition; each invalid one is a fault of its cell.
fn phones(cells: &Cells<'_>, report: &mut Report) -> Result<Option<Vec<String>>, Vec<RowFault>> {
    let (mut numbers, mut faults, mut given) = (Vec::<String>::new(), Vec::new(), false);
    for (at, text) in cells.each("phone") {
        given = true;
        for one in phone::several(text) {
            match phone::read(one) {
                Ok(None) => {}
                Ok(Some(read)) => {
                    if read.note.is_some() {
                        report.warn(report::beside_number(cells.number));
                    }
                    if !numbers.contains(&read.number) {
                        numbers.push(read.number);
                    }
                }
                Err(fault) => faults.push(cells.fault_at(at, "kernel.phone", fault.chinese(), fault.english())),
            }
        }
    }
    if faults.is_empty() { Ok(given.then_some(numbers)) } else { Err(faults) }
}

/// The address of a row; empty if it names none, or only a building.
fn door_of(cells: &Cells<'_>, report: &mut Report) -> Result<String, RowFault> {
    let address = door::address(cells, "door")?;
    match address.reach {
        Reach::Door => Ok(address.words),
        Reach::Building => {
            let (zh, en) = (
                "住址没有房号，只登记到网格：同楼的人不会并成一户",
                "no room: kept by the cell only, so that neighbours are no household",
            );
            report.warn(Warning::row(cells.number, "imports.no-room", zh, en));
            Ok(String::new())
        }
        Reach::RoomOnly => {
            let key = if cells.given("room").is_some() { "room" } else { "door" };
            let (zh, en) = (
                "只有房号，没有楼栋：不同楼的同号住户分不开，请补上楼栋",
                "a room without its building: households of one number cannot be told apart, add the building",
            );
            Err(cells.fault(key, "imports.which-building", zh, en))
        }
    }
}
