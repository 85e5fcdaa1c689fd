//! Map tiles from the server that the operator named. The token and the address stay here: pages request tiles from this server, which
//! fetches them within limits on concurrency, time and size, and with a small cache.

use bytes::Bytes;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use tokio::sync::Semaphore;
use weiguang_domain::kernel::time::{Moment, Span};

use super::outgoing::{Client, Outgoing, words};
use crate::config::{Map, MapKind};

/// Tiles fetched concurrently.
const AT_ONCE: usize = 12;
/// Requests that may wait for a fetch; more are answered "try again", so that a slow map does not block other work.
const WAITING: usize = 96;
/// The largest tile.
const LARGEST: usize = 512 * 1024;
/// Size of the cache in bytes.
const REMEMBERED: usize = 32 * 1024 * 1024;
const KEEP: Span = Span::hours(24);

/// A tile: its layer, zoom, column and row.
pub type Place = (&'static str, u8, u32, u32);

/// A fetched tile.
#[derive(Clone, Debug)]
pub struct Tile {
    /// Its media type, detected from its bytes.
    pub media: &'static str,
    /// The picture.
    pub bytes: Bytes,
}

/// Why there is no tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTile {
    /// The map has no such place.
    Outside,
    /// Too many requests wait.
    Busy,
    /// The tile server did not answer, or not with a picture.
    Upstream,
}

#[derive(Default)]
struct Memory {
    tiles: HashMap<Place, (Tile, Moment)>,
    order: VecDeque<Place>,
    bytes: usize,
}

/// The layers of a kind of map: the name in our addresses, and the tile server's address.
const TIANDITU: &[(&str, &str)] = &[
    (
        "streets",
        "https://t{s}.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={token}",
    ),
    (
        "names",
        "https://t{s}.tianditu.gov.cn/cva_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=cva&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={token}",
    ),
];
const RASTER: &[&str] = &["streets"];

/// Fetches all tiles.
pub struct Tiles {
    map: Map,
    client: Option<Client>,
    at_once: Semaphore,
    waiting: Semaphore,
    memory: Mutex<Memory>,
}

impl std::fmt::Debug for Tiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tiles").field("map", &self.map).finish_non_exhaustive()
    }
}

impl Tiles {
    /// For the configured map; without one nothing is fetched.
    #[must_use]
    pub fn new(map: Map, outgoing: &Outgoing) -> Self {
        // A numeric address in the settings counts as permitted.
        let client = (map.kind != MapKind::None).then(|| outgoing.with_host_of(&map.url).client()).and_then(Result::ok);
        Self {
            map,
            client,
            at_once: Semaphore::new(AT_ONCE),
            waiting: Semaphore::new(WAITING),
            memory: Mutex::default(),
        }
    }

    /// The names of the layers, the lowest first.
    #[must_use]
    pub fn layers(&self) -> Vec<&'static str> {
        match self.map.kind {
            MapKind::None => Vec::new(),
            MapKind::Tianditu => TIANDITU.iter().map(|(name, _)| *name).collect(),
            MapKind::Raster => RASTER.to_vec(),
        }
    }

    /// A tile's place, if the map has it.
    #[must_use]
    pub fn place(&self, layer: &str, z: u8, x: u32, y: u32) -> Option<Place> {
        let layer = self.layers().into_iter().find(|name| *name == layer)?;
        let side = 1_u32.checked_shl(z.into())?;
        ((self.map.min_zoom..=self.map.max_zoom).contains(&z) && x < side && y < side).then_some((layer, z, x, y))
    }

    fn address(&self, (layer, z, x, y): Place) -> String {
        let template = match self.map.kind {
            MapKind::Tianditu => TIANDITU.iter().find(|(name, _)| *name == layer).map_or("", |(_, url)| url),
            _ => &self.map.url,
        };
        template
            .replace("{z}", &z.to_string())
            .replace("{x}", &x.to_string())
            .replace("{y}", &y.to_string())
            // Eight of their servers have the same tiles; each tile is always requested from the same one.
            .replace("{s}", &((x + y) % 8).to_string())
            .replace("{token}", &self.map.token)
    }

    /// A tile, from the cache or the tile server.
    ///
    /// # Errors
    /// The reason if there is none.
    pub async fn tile(&self, place: Place, now: Moment) -> Result<Tile, NoTile> {
        if let Some(tile) = self.remembered(place, now) {
            return Ok(tile);
        }
        let _place_in_the_queue = self.waiting.try_acquire().map_err(|_| NoTile::Busy)?;
        let _turn = self.at_once.acquire().await.map_err(|_| NoTile::Busy)?;
        // An earlier request in the queue may have fetched it.
        if let Some(tile) = self.remembered(place, now) {
            return Ok(tile);
        }
        let tile = self.fetch(place).await.map_err(|why| {
            tracing::warn!(layer = place.0, z = place.1, why, "a tile of the map could not be fetched");
            NoTile::Upstream
        })?;
        self.remember(place, tile.clone(), now);
        Ok(tile)
    }

    async fn fetch(&self, place: Place) -> Result<Tile, String> {
        let client = self.client.as_ref().ok_or("no connection can be made")?;
        let request = client.request(reqwest::Method::GET, &self.address(place)).map_err(|e| e.to_string())?;
        let mut response = request.send().await.map_err(words)?;
        if !response.status().is_success() {
            return Err(format!("HTTP {}", response.status().as_u16()));
        }
        let mut bytes = Vec::new();
        while let Some(part) = response.chunk().await.map_err(words)? {
            if bytes.len() + part.len() > LARGEST {
                return Err(format!("more than {LARGEST} bytes"));
            }
            bytes.extend_from_slice(&part);
        }
        // Its declared type is not trusted: an error page about the token is no picture.
        let known = infer::get(&bytes).map(|t| t.mime_type());
        let media = ["image/png", "image/jpeg", "image/webp"].into_iter().find(|m| known == Some(m));
        media.map(|media| Tile { media, bytes: bytes.into() }).ok_or_else(|| "no picture".to_owned())
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remembered(&self, place: Place, now: Moment) -> Option<Tile> {
        self.memory().tiles.get(&place).filter(|(_, at)| now < *at + KEEP).map(|(tile, _)| tile.clone())
    }

    fn remember(&self, place: Place, tile: Tile, now: Moment) {
        let mut memory = self.memory();
        memory.bytes += tile.bytes.len();
        match memory.tiles.insert(place, (tile, now)) {
            Some((old, _)) => memory.bytes -= old.bytes.len(),
            None => memory.order.push_back(place),
        }
        while memory.bytes > REMEMBERED {
            let Some(oldest) = memory.order.pop_front() else { break };
            if let Some((gone, _)) = memory.tiles.remove(&oldest) {
                memory.bytes -= gone.bytes.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_lies_on_the_map_and_the_token_in_no_debug() {
        let map = Map { kind: MapKind::Tianditu, token: "geheim".into(), ..Map::default() };
        let tiles = Tiles::new(map, &Outgoing::default());
        assert_eq!(tiles.layers(), ["streets", "names"]);
        assert_eq!(tiles.place("streets", 10, 805, 420), Some(("streets", 10, 805, 420)));
        for (layer, z, x, y) in
            [("streets", 10, 1024, 0), ("streets", 2, 0, 0), ("streets", 19, 0, 0), ("other", 10, 0, 0)]
        {
            assert_eq!(tiles.place(layer, z, x, y), None);
        }
        assert!(tiles.address(("names", 10, 805, 420)).ends_with("TILEMATRIX=10&TILEROW=420&TILECOL=805&tk=geheim"));
        assert!(!format!("{tiles:?}").contains("geheim"));
        assert_eq!(
            Tiles::new(Map::default(), &Outgoing::default()).place("streets", 10, 0, 0),
            None,
            "there is no map as it ships"
        );
    }

    #[test]
    fn the_memory_is_bounded_and_forgets_the_oldest() {
        let tiles = Tiles::new(Map { kind: MapKind::Raster, ..Map::default() }, &Outgoing::default());
        let now = Moment::from_micros(0);
        let tile = || Tile { media: "image/png", bytes: vec![0; 1024 * 1024].into() };
        for x in 0..40 {
            tiles.remember(("streets", 10, x, 0), tile(), now);
        }
        assert!(tiles.memory().bytes <= REMEMBERED);
        assert!(tiles.remembered(("streets", 10, 0, 0), now).is_none());
        assert!(tiles.remembered(("streets", 10, 39, 0), now).is_some());
        assert!(tiles.remembered(("streets", 10, 39, 0), now + KEEP).is_none());
    }
}
