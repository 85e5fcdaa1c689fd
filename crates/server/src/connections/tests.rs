//! Tests over real sockets: clients that send half of a request's head, or open more connections than permitted, are closed.

use axum::routing::get;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;

const ASK: &[u8] = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";

async fn served(limits: Limits, story: impl AsyncFn(SocketAddr)) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = watch::channel(false);
    let site = Router::new().route("/", get(async || "here"));
    let door = tokio::spawn(Door::new(site, limits).serve(listener, told));
    story(address).await;
    tell.send(true).unwrap();
    door.await.unwrap();
}

fn limits() -> Limits {
    Limits { all: 100, each: 100, head: Duration::from_secs(3_600), proxies: Vec::new() }
}

/// Opens a connection and sends these bytes.
async fn sent(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream
}

/// Everything received until the server closes the connection.
async fn rest(mut stream: TcpStream) -> String {
    let mut text = String::new();
    let _ = stream.read_to_string(&mut text).await;
    text
}

async fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"here") {
        assert!(stream.read_buf(&mut bytes).await.unwrap() > 0, "closed");
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_half_sent_head_is_closed_in_time_and_also_one_after_an_answer() {
    served(Limits { head: Duration::from_millis(80), ..limits() }, async |address| {
        assert_eq!(rest(sent(address, b"GET / HTTP/1.1\r\nhost: loc").await).await, "");
        assert_eq!(rest(sent(address, b"").await).await, "");
        let mut again = sent(address, ASK).await;
        assert!(answer(&mut again).await.starts_with("HTTP/1.1 200"));
        again.write_all(b"GET / HT").await.unwrap();
        assert_eq!(rest(again).await, "");
    })
    .await;
}

#[tokio::test]
async fn when_all_places_are_held_by_half_sent_heads_the_oldest_makes_room() {
    served(Limits { all: 8, ..limits() }, async |address| {
        let mut held = Vec::new();
        for _ in 0..40 {
            held.push(sent(address, b"GET / HTTP/1.1\r\n").await);
        }
        for _ in 0..20 {
            assert!(answer(&mut sent(address, ASK).await).await.starts_with("HTTP/1.1 200"));
        }
        assert_eq!(rest(held.remove(0)).await, "");
    })
    .await;
}

#[tokio::test]
async fn one_address_opens_so_many_and_a_proxy_more() {
    let story = async |address: SocketAddr| {
        let mut held = Vec::new();
        for _ in 0..2 {
            let mut stream = sent(address, ASK).await;
            answer(&mut stream).await;
            held.push(stream);
        }
        let mut third = TcpStream::connect(address).await.unwrap();
        let mut text = String::new();
        let _ = third.read_to_string(&mut text).await;
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 429"), "{head}");
        let told: Value = serde_json::from_str(body).unwrap();
        assert_eq!(told["code"], "kernel.connections");
        assert!(told["detail"]["zh"].is_string() && told["detail"]["en"].is_string());
    };
    served(Limits { each: 2, ..limits() }, story).await;
    let proxies = vec!["127.0.0.0/8".parse().unwrap()];
    served(Limits { each: 2, proxies, ..limits() }, async |address| {
        let mut held = Vec::new();
        for _ in 0..5 {
            let mut stream = sent(address, ASK).await;
            answer(&mut stream).await;
            held.push(stream);
        }
    })
    .await;
}
