//! Signs the ends of hash chains: every minute those that this process wrote, and at server start those that a crashed process left
//! unsigned.

use std::time::Duration;
use uuid::Uuid;
use weiguang_store::{StoreError, Tx, write_private};

use super::App;
use crate::chain::checkpoint::{self, Pen};
use crate::chain::signed;
use crate::problem::Refusal;

/// Chain ends signed in one transaction while catching up, with a pause after each transaction, so that people's writes are not delayed.
const FEW: usize = 50;
const PAUSE: Duration = Duration::from_millis(2);
/// Chain ends signed in one transaction in normal operation.
const TOGETHER: usize = 200;

impl App {
    /// Signs the chain ends written since the last run, and writes the checkpoint file.
    ///
    /// # Errors
    /// The store's errors; ends that could not be signed are signed in the next run.
    pub async fn sign_chains(&self) -> Result<(), Refusal> {
        let ends = self.inner.unsigned.take();
        for (place, some) in ends.chunks(TOGETHER).enumerate() {
            let (signer, at, some) = (self.signer().clone(), self.now(), some.to_vec());
            let done = self.db().write(move |tx| {
                let mut pen = Pen::take(tx, &signer)?;
                for end in &some {
                    pen.sign(&end.tenant, end.stream, Some(end.head), false)?;
                }
                pen.put_down(at)
            });
            if let Err(error) = done.await {
                self.inner.unsigned.add(ends[place * TOGETHER..].to_vec());
                return Err(error);
            }
        }
        let last = self.read(|tx| Ok(checkpoint::read(tx)?)).await?;
        if let Some(last) = last.filter(|last| checkpoint::kept(self.settings()) != Some(*last)) {
            write_private(&checkpoint::file(self.settings()), last.line().as_bytes())?;
        }
        Ok(())
    }

    /// Signs the chain ends that a crashed process left unsigned, or all of a store of an older version: only chains whose entries all
    /// decrypt. Broken chains are left unsigned, for doctor to report.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn catch_up_chains(&self) -> Result<u64, Refusal> {
        let there = self.read(|tx| Ok(checkpoint::read(tx)?)).await?;
        if checkpoint::is_rolled_back(checkpoint::kept(self.settings()), there) {
            tracing::error!(
                "the store is older than the checkpoint beside the key file: a copy of before was put in its place"
            );
            std::fs::rename(checkpoint::file(self.settings()), checkpoint::newer(self.settings()))
                .map_err(StoreError::from)?;
        }
        let fresh = there.is_none_or(|there| there.holds(self.seal()) && !there.is_whole());
        let mut ends = 0;
        for tenant in self.read(|tx| Ok(signed::tenants(tx)?)).await? {
            let mut after = Uuid::nil();
            loop {
                let of = tenant.clone();
                let found = self.read(move |tx| Ok(signed::behind(tx, &of, after, fresh)?)).await?;
                let Some(last) = found.last() else { break };
                after = last.stream;
                let sound: Vec<_> = found.into_iter().filter(|behind| behind.head.is_some()).collect();
                ends += sound.len() as u64;
                for some in sound.chunks(FEW) {
                    let (signer, at, of, some) = (self.signer().clone(), self.now(), tenant.clone(), some.to_vec());
                    let sign = move |tx: &mut Tx<'_>| {
                        let mut pen = Pen::take(tx, &signer)?;
                        for one in &some {
                            pen.sign(&of, one.stream, one.head, fresh && one.erased)?;
                        }
                        pen.put_down(at)
                    };
                    self.db().write(sign).await?;
                    // People's writes have priority.
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        if fresh {
            let (signer, at) = (self.signer().clone(), self.now());
            let whole = self.db().write(move |tx| Pen::take(tx, &signer)?.whole().put_down(at));
            whole.await?;
        }
        Ok(ends)
    }
}
