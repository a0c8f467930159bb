//! What somebody is about to do who is asked to confirm who they are, and where they can turn back to.

use super::home_of;
use super::next::local_path;
use policy::Actor;

/// Pages that ask for a confirmation when they are opened or when their form is sent: the address
/// (`*` stands for any one part), how many parts of it lead back to a page that asks for none, and
/// what is done there. The first that fits counts.
#[rustfmt::skip] // One line for each.
const PAGES: &[(&str, usize, &str)] = &[
    ("account/close", 2, "close your account"),
    ("account/email", 1, "change your email address"),
    ("account/passkeys/add", 1, "add a passkey"),
    ("account/passkeys/*/remove", 1, "remove a passkey"),
    ("account/two-factor/recovery-codes", 1, "get new recovery codes"),
    ("account/two-factor/remove", 1, "remove your authenticator app"),
    ("account/two-factor/set-up", 1, "set up an authenticator app"),
    ("applications/*/downloads", 2, "download a copy of your application"),
    ("applications/*/submitted/copy", 2, "download a copy of what you submitted"),
    ("applications/*/other-policies/*", 4, "download what your answers do not cover"),
    ("organisations/*/infrastructure/*/standing", 4, "give a standing agreement"),
    ("organisations/*/two-factor", 2, "say whether your organisation requires two-factor sign-in"),
    ("team/admin/people", 1, "see who is in the team"),
    ("team/admin/people/invite", 1, "invite a person to the team"),
    ("team/admin/people/*", 1, "change somebody’s place in the team"),
    ("team/admin/people/*/archive", 1, "archive somebody of the team"),
    ("team/admin/support/new/*", 3, "propose a support action"),
    ("team/admin/support/*", 4, "decide on a support action"),
    ("team/applications/*/approve", 4, "decide on an application"),
    ("team/applications/*/issue", 4, "issue a certificate"),
    ("team/infrastructure/*", 3, "say who holds an infrastructure"),
    ("team/infrastructure/*/end", 3, "record that a connection certificate ends early"),
];

/// What is about to be done at the address where the person wants to go on, as the beginning of a
/// sentence, and the address where they can turn back to.
pub fn of(actor: &Actor, next: &str) -> (String, String) {
    let known = local_path(next).and_then(known);
    known.unwrap_or_else(|| {
        let words = "What you are about to do matters".to_owned();
        (words, home_of(actor).to_owned())
    })
}

fn known(next: &str) -> Option<(String, String)> {
    let path = next.split(['?', '#']).next()?.strip_prefix('/')?;
    let parts: Vec<&str> = path.split('/').collect();
    let (_, back, doing) = PAGES.iter().find(|(address, ..)| fits(address, &parts))?;
    let back = match parts.get(..*back)? {
        // Its own page asks for nothing: back to it with all that it shows.
        all if all.len() == parts.len() => next.to_owned(),
        above => format!("/{}", above.join("/")),
    };
    Some((format!("You are about to {doing}"), back))
}

/// Whether an address is of this pattern.
fn fits(pattern: &str, parts: &[&str]) -> bool {
    let wanted: Vec<&str> = pattern.split('/').collect();
    let mut pairs = wanted.iter().zip(parts);
    wanted.len() == parts.len()
        && pairs.all(|(wanted, part)| wanted == part || (*wanted == "*" && !part.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// An address of a route with `*` for each of its parameters.
    fn plain(path: &str) -> String {
        let parts = path
            .split('/')
            .map(|part| if part.starts_with('{') { "*" } else { part });
        parts.collect::<Vec<_>>().join("/")
    }

    #[test]
    fn every_page_is_there_and_so_is_the_way_back() {
        let routes = crate::routes();
        let pages = routes.iter().filter(|route| route.method == "GET");
        let pages: BTreeSet<String> = pages.map(|route| plain(route.path)).collect();
        for (address, back, _) in PAGES {
            assert!(pages.contains(&format!("/{address}")), "{address}");
            let parts: Vec<&str> = address.split('/').take(*back).collect();
            let back = format!("/{}", parts.join("/"));
            assert!(pages.contains(&back), "{address} leads back to {back}");
        }
    }

    #[test]
    fn what_is_done_and_the_way_back_are_known() {
        let of = |next: &str| known(next).unwrap();
        assert_eq!(
            of("/team/applications/COP-7H3K-9QXM/issue?kept=1").1,
            "/team/applications/COP-7H3K-9QXM/issue?kept=1"
        );
        assert_eq!(
            of("/account/email?kept=1"),
            (
                "You are about to change your email address".to_owned(),
                "/account".to_owned()
            )
        );
        assert_eq!(of("/team/admin/people/invite").1, "/team");
        for next in ["/", "/home", "/account", "/team/applications//issue"] {
            assert_eq!(known(next), None, "{next}");
        }
    }
}
