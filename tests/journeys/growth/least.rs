//! What is done costs: the least of some times.

use super::costs::Costs;
use super::made_up::{Case, MadeUp};
use tests::Plan;

/// How often everything is done. Whatever else happens in the cluster makes a connection read the
/// catalogue anew now and then, which is no cost of a page: the least of some times is without it.
pub(super) const TIMES: usize = 3;

/// The one that looked at less.
pub(super) fn lesser(
    before: Option<(Costs, Vec<Plan>)>,
    now: (Costs, Vec<Plan>),
) -> (Costs, Vec<Plan>) {
    match before {
        Some(before) if before.0.buffers <= now.0.buffers => before,
        _ => now,
    }
}

impl MadeUp {
    /// What opening the page costs, after it was opened once, and the plans: the least of some times.
    pub async fn opened(&self, case: &Case) -> (Costs, Vec<Plan>) {
        case.browser.visit(&case.path).await;
        let mut least = None;
        for _ in 0..TIMES {
            self.forget();
            case.browser.visit(&case.path).await;
            least = Some(lesser(least, self.cost()));
        }
        least.unwrap()
    }

    /// What was asked until now is not counted.
    pub(super) fn forget(&self) {
        self.app.statements.take();
        self.app.statements.take_plans();
    }

    /// What was asked since it was last looked at.
    pub(super) fn cost(&self) -> (Costs, Vec<Plan>) {
        let statements = self.app.statements.take();
        let plans = self.app.statements.take_plans();
        // What functions ask is counted with the statement that calls them.
        let asked = plans
            .iter()
            .filter(|plan| statements.contains(&plan.statement));
        let costs = Costs {
            statements: u64::try_from(statements.len()).unwrap(),
            buffers: asked.map(Plan::buffers).sum(),
        };
        (costs, plans)
    }
}
