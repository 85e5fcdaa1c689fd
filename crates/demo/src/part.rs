//! The interface of a room's part of the demonstration: the plan, and the present state.

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

/// A room's part of the demonstration. It may use the results of earlier parts.
pub trait Part: Sync {
    /// The room's name.
    fn room(&self) -> &'static str;
    /// Writes data that must exist before the application opens, because it is loaded into memory.
    ///
    /// # Errors
    /// Errors of the store.
    fn found(&self, _tx: &mut Tx<'_>, _plan: &Plan) -> Result<(), Refusal> {
        Ok(())
    }
    /// Creates the room's data in every street by its own operations.
    ///
    /// # Errors
    /// Errors of the store, or a refusal that the story cannot continue without.
    fn make(&self, _all: &mut Demonstration) -> Result<(), Refusal> {
        Ok(())
    }
}

/// What is planned before anything is written.
#[derive(Debug)]
pub struct Plan {
    /// The texts of the folder `demo`.
    pub data: Arc<Data>,
    /// The territory.
    pub terrain: Terrain,
    /// All addresses.
    pub addresses: Addresses,
    /// The staff.
    pub staff: Arc<Staff>,
    /// When grids, posts and directory began.
    pub since: Moment,
    /// The demonstration's moment.
    pub end: Moment,
}

impl Plan {
    /// Creates the plan.
    ///
    /// # Errors
    /// An invalid file in `demo`.
    pub fn draw(since: Moment, end: Moment) -> Result<Self, Refusal> {
        let data = Arc::new(Data::read()?);
        let terrain = Terrain::draw(&data.streets)?;
        let addresses = Addresses::build(&data, &terrain);
        let staff = Arc::new(Staff::hire(&data, &terrain, since));
        Ok(Self { data, terrain, addresses, staff, since, end })
    }

    /// The streets' codes.
    pub fn streets(&self) -> Vec<GridCode> {
        self.data.streets.street.iter().map(|street| street.code).collect()
    }

    /// The holder of a post, as an actor.
    pub fn at_post(&self, role: Role, code: GridCode) -> Option<Actor> {
        self.staff.holding(role, code).next().map(Person::actor)
    }
}

/// An open station.
#[derive(Clone)]
pub struct Opened {
    /// Its community.
    pub code: GridCode,
    /// Its service days.
    pub days: SeriesRecord,
    /// Its nurse.
    pub nurse: Actor,
}

/// The present state of the demonstration.
pub struct Demonstration {
    /// The application.
    pub app: App,
    /// The runtime of its writes.
    pub runtime: Runtime,
    /// The plan.
    pub plan: Arc<Plan>,
    /// The counts.
    pub made: Made,
    /// Old residents by street with their cells, who visit the station.
    pub old: BTreeMap<GridCode, Vec<(GridCode, ResidentId)>>,
    /// The stations.
    pub stations: Vec<Opened>,
}

impl Demonstration {
    /// Runs a transaction of a street.
    ///
    /// # Errors
    /// Refusals of `act`, and errors of the store.
    pub fn in_street<T: Send + 'static>(
        &self,
        street: GridCode,
        act: impl FnMut(&mut UnitOfWork<'_, '_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.runtime.block_on(self.app.transact(&Actor::system(), street, act))
    }
}
