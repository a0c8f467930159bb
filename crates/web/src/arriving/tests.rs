//! Places to send files, and how fast they have to arrive.

use super::*;

#[test]
fn places_are_counted_for_people_and_organisations_and_come_back() {
    let uploads = Uploads::default();
    let (person, other) = (UserId::new(), UserId::new());
    let organisation = OrganisationId::new();
    let held: Vec<_> = (0..OF_A_PERSON)
        .map(|_| uploads.begin(person, organisation))
        .collect();
    assert!(held.iter().all(Option::is_some));
    assert!(uploads.begin(person, organisation).is_none());
    let others: Vec<_> = (OF_A_PERSON..OF_AN_ORGANISATION)
        .map(|_| uploads.begin(other, organisation))
        .collect();
    assert!(others.iter().all(Option::is_some));
    assert!(uploads.begin(UserId::new(), organisation).is_none());
    assert!(
        uploads
            .begin(UserId::new(), OrganisationId::new())
            .is_some()
    );
    drop((held, others));
    assert!(uploads.begin(person, organisation).is_some());
    let left = uploads.0.lock().map(|arriving| arriving.people.len());
    assert_eq!(left.ok(), Some(0), "nothing is left of whoever is done");
}

/// How a file ends of which so many bytes come every second; nothing when it may go on for so long.
fn ends(bytes: usize, seconds: u64) -> Option<(u64, CutOff)> {
    let begun = Instant::now();
    let mut pace = Pace::begin_at(begun, WINDOW, None);
    (1..=seconds).find_map(|second| {
        let now = begun + Duration::from_secs(second);
        if bytes > 0 {
            pace.count_at(bytes, now);
        }
        let is_time = now >= pace.ends;
        let cut_off = is_time.then(|| pace.check_at(now).err()).flatten();
        cut_off.map(|cut_off| (second, cut_off))
    })
}

#[test]
fn slow_connections_may_go_on_and_what_drips_or_stops_is_cut_off() {
    assert_eq!(ends(8000, 3000), None, "20 MB at 8 kB a second");
    assert_eq!(ends(3000, 3000), Some((30, CutOff::Slow)));
    assert_eq!(ends(1, 3000), Some((30, CutOff::Slow)));
    assert_eq!(ends(0, 3000), Some((30, CutOff::Stopped)));
}

#[test]
fn the_fuller_it_is_the_faster_a_file_has_to_arrive() {
    let uploads = Uploads::default();
    let mut held = Vec::new();
    // What every file brings in a second, and how many of them still arrive after half a minute.
    for (bytes, stay) in [(4000, 16), (16_000, 24), (64_000, 32)] {
        while held.len() < 32 {
            let organisation = OrganisationId::new();
            held.extend(uploads.begin(UserId::new(), organisation));
        }
        let begun = Instant::now();
        let mut paces: Vec<Pace> = held
            .iter()
            .map(|_| Pace::begin_at(begun, WINDOW, Some(uploads.clone())))
            .collect();
        let ended = begun + WINDOW;
        while let Some(mut pace) = paces.pop() {
            pace.count_at(bytes * 30, ended);
            match pace.check_at(ended) {
                Ok(()) => assert!(held.len() <= stay, "{bytes}"),
                Err(cut_off) => {
                    assert_eq!(cut_off, CutOff::Crowded);
                    held.pop();
                }
            }
        }
        assert_eq!(held.len(), stay, "{bytes} bytes a second");
    }
}
