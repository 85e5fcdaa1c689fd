//! Instructions for the operator of a new installation.

use weiguang_server::setup::Start;

/// Instructions for the operator; empty once there is an administrator.
#[must_use]
pub fn told(start: &Start, address: &str) -> String {
    match start {
        Start::Administered => String::new(),
        Start::LinkIsOut => "首次设置：上次打印的链接仍然有效。要换一条新的，请停下服务后运行 weiguang setup\n\
             Setup: the link that was printed before still works. For a new one, stop the server and run `weiguang setup`.\n"
            .to_owned(),
        Start::Link(secret) => format!(
            "\n首次设置（24 小时内有效，只能用一次）\nSetup (within 24 hours, once):\n\n    http://{address}/setup#{secret}\n\n\
             从别的地址打开时，把前面换成您的网址。If people reach the site by another address, put it in front.\n"
        ),
    }
}
