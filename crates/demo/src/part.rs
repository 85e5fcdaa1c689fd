//! What a room's part of the demonstration is, and what it is given: the plan that is drawn first, and the streets as they are so far.

use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::runtime::Runtime;
use weiguang_domain::access::{Actor, Role};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::ResidentId;
use weiguang_domain::kernel::time::Moment;
use weiguang_server::app::{App, UnitOfWork};
use weiguang_server::rooms::station::record::SeriesRecord;
use weiguang_server::web::Refusal;
use weiguang_store::Tx;

use crate::Made;
use crate::data::Data;
use crate::directory::Addresses;
use crate::staff::{Person, Staff};
use crate::terrain::Terrain;

/// A room's part of the demonstration. It may use what the parts before it made.
pub trait Part: Sync {
    /// The room's word.
    fn room(&self) -> &'static str;
    /// Writes what must be there before the application opens, which holds it in memory.
    ///
    /// # Errors
    /// The store's.
    fn found(&self, _tx: &mut Tx<'_>, _plan: &Plan) -> Result<(), Refusal> {
        Ok(())
    }
    /// Makes the room's data in every street, by the room's own operations.
    ///
    /// # Errors
    /// The store's, or a rule's where the story cannot go on without it.
    fn make(&self, _all: &mut Demonstration) -> Result<(), Refusal> {
        Ok(())
    }
}

/// What is drawn before anything is written.
#[derive(Debug)]
pub struct Plan {
    /// The texts of the folder `demo`.
    pub data: Arc<Data>,
    /// The ground.
    pub terrain: Terrain,
    /// Where one can live.
    pub addresses: Addresses,
    /// Who serves.
    pub staff: Arc<Staff>,
    /// When grids, posts and directory began.
    pub since: Moment,
    /// The moment at which the demonstration stands.
    pub end: Moment,
}

impl Plan {
    /// Draws it.
    ///
    /// # Errors
    /// A fault of the files in `demo`.
    pub fn draw(since: Moment, end: Moment) -> Result<Self, Refusal> {
        let data = Arc::new(Data::read()?);
        let terrain = Terrain::draw(&data.streets)?;
        let addresses = Addresses::build(&data, &terrain);
        let staff = Arc::new(Staff::hire(&data, &terrain, since));
        Ok(Self { data, terrain, addresses, staff, since, end })
    }

    /// The streets by their codes.
    pub fn streets(&self) -> Vec<GridCode> {
        self.data.streets.street.iter().map(|street| street.code).collect()
    }

    /// Somebody at a post, as an actor.
    pub fn at_post(&self, role: Role, code: GridCode) -> Option<Actor> {
        self.staff.holding(role, code).next().map(Person::actor)
    }
}

/// A station that was opened, for those who work in it.
#[derive(Clone)]
pub struct Opened {
    /// Its community.
    pub code: GridCode,
    /// Its days of service.
    pub days: SeriesRecord,
    /// Who measures there.
    pub nurse: Actor,
}

/// The demonstration as it is so far.
pub struct Demonstration {
    /// The application over its store.
    pub app: App,
    /// Where its writes run.
    pub runtime: Runtime,
    /// What was drawn.
    pub plan: Arc<Plan>,
    /// What is counted.
    pub made: Made,
    /// Those who are old, by street, with the cell of each: they come to the station.
    pub old: BTreeMap<GridCode, Vec<(GridCode, ResidentId)>>,
    /// The stations.
    pub stations: Vec<Opened>,
}

impl Demonstration {
    /// Runs one transaction of a street.
    ///
    /// # Errors
    /// What `act` refuses, and the store's.
    pub fn in_street<T: Send + 'static>(
        &self,
        street: GridCode,
        act: impl FnMut(&mut UnitOfWork<'_, '_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.runtime.block_on(self.app.transact(&Actor::system(), street, act))
    }
}
