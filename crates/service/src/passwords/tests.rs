use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::{
    Argon, Entered, Hasher, HashingError, PEPPER_BYTES_MIN, Pepper, PepperTooShort,
    RETRY_AFTER_SECONDS, Verdict,
};

const RIGHT: Verdict = Verdict {
    is_right: true,
    needs_rehash: false,
};
const WRONG: Verdict = Verdict {
    is_right: false,
    needs_rehash: false,
};

fn pepper(byte: u8) -> Pepper {
    Pepper::try_new(vec![byte; PEPPER_BYTES_MIN]).unwrap()
}

fn argon(byte: u8) -> Argon {
    Argon::new(pepper(byte), Vec::new())
}

fn hasher() -> Hasher {
    Hasher::new(pepper(1), 2)
}

fn password() -> String {
    "otter-velvet-gravy-47".to_owned()
}

#[tokio::test]
async fn a_password_is_right_against_its_own_hash_only() {
    let hasher = hasher();
    let hash = hasher.hash(password()).await.unwrap();
    assert!(
        hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1,keyid="),
        "{hash}"
    );
    assert!(!hash.contains("otter"));
    assert_eq!(
        hasher.verify(password(), Some(hash.clone())).await,
        Ok(RIGHT)
    );
    assert_eq!(
        hasher
            .verify("otter-velvet-gravy-48".to_owned(), Some(hash.clone()))
            .await,
        Ok(WRONG)
    );
    assert_eq!(
        hasher.verify(String::new(), Some(hash.clone())).await,
        Ok(WRONG)
    );
    assert_ne!(hasher.hash(password()).await.unwrap(), hash);
}

#[tokio::test]
async fn the_same_characters_typed_in_another_form_are_the_same_password() {
    let hasher = hasher();
    let hash = hasher.hash("cafe\u{301} 47".to_owned()).await.unwrap();
    assert_eq!(
        hasher.verify("caf\u{e9} 47".to_owned(), Some(hash)).await,
        Ok(RIGHT)
    );
}

#[tokio::test]
async fn without_the_pepper_no_password_is_right() {
    let hash = hasher().hash(password()).await.unwrap();
    let other = Hasher::new(pepper(2), 1);
    assert_eq!(other.verify(password(), Some(hash)).await, Ok(WRONG));
}

#[tokio::test]
async fn after_a_new_pepper_old_hashes_are_checked_and_made_again() {
    let old = hasher().hash(password()).await.unwrap();
    let rotated = Hasher::with_retired(pepper(2), vec![pepper(3), pepper(1)], 1);
    let verdict = rotated.verify(password(), Some(old.clone())).await.unwrap();
    assert!(verdict.is_right && verdict.needs_rehash);
    let wrong = rotated.verify("wrong".to_owned(), Some(old.clone())).await;
    assert_eq!(wrong, Ok(WRONG));
    let new = rotated.hash(password()).await.unwrap();
    assert_eq!(
        rotated.verify(password(), Some(new.clone())).await,
        Ok(RIGHT)
    );
    assert_eq!(rotated.is_any(password(), vec![new, old]).await, Ok(true));
    let before = hasher().tags(password()).await.unwrap();
    let after = rotated.tags(password()).await.unwrap();
    assert!(after.all().contains(&before.current()));
}

#[tokio::test]
async fn a_password_is_found_among_several_hashes() {
    let hasher = hasher();
    let other = hasher.hash("otter-velvet-gravy-48".to_owned()).await;
    let hashes = vec![other.unwrap(), hasher.hash(password()).await.unwrap()];
    assert_eq!(hasher.is_any(password(), hashes.clone()).await, Ok(true));
    let another = "otter-velvet-gravy-49".to_owned();
    assert_eq!(hasher.is_any(another, hashes).await, Ok(false));
    assert_eq!(hasher.is_any(password(), Vec::new()).await, Ok(false));
}

#[tokio::test]
async fn the_hash_for_the_index_takes_the_place_of_several() {
    let hasher = Hasher::new(pepper(1), 8);
    let mut slow = JoinSet::new();
    let own = hasher.clone();
    slow.spawn(async move { own.tags(password()).await });
    let mut fewest = 8;
    while slow.try_join_next().is_none() {
        fewest = fewest.min(hasher.permits.available_permits());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(fewest, 4);
    assert_eq!(hasher.permits.available_permits(), 8);
    let narrow = Hasher::new(pepper(1), 1);
    assert!(narrow.tags(password()).await.is_ok());
}

#[tokio::test]
async fn a_hash_with_other_parameters_is_checked_and_asks_to_be_made_again() {
    use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
    let secret = [1; PEPPER_BYTES_MIN];
    let params = Params::new(8 * 1024, 1, 1, None).unwrap();
    let weaker =
        Argon2::new_with_secret(&secret, Algorithm::Argon2id, Version::V0x13, params).unwrap();
    let hash = weaker
        .hash_password(password().as_bytes())
        .unwrap()
        .to_string();
    let verdict = hasher().verify(password(), Some(hash.clone())).await;
    assert_eq!(
        verdict,
        Ok(Verdict {
            is_right: true,
            needs_rehash: true
        })
    );
    assert_eq!(
        hasher().verify("wrong".to_owned(), Some(hash)).await,
        Ok(WRONG)
    );
}

#[tokio::test]
async fn an_unknown_user_is_refused_at_the_cost_of_a_known_one() {
    let hasher = hasher();
    let hash = hasher.hash(password()).await.unwrap();
    let mut known = Duration::MAX;
    let mut unknown = Duration::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        assert_eq!(
            hasher.verify("wrong".to_owned(), Some(hash.clone())).await,
            Ok(WRONG)
        );
        known = known.min(start.elapsed());
        let start = Instant::now();
        assert_eq!(hasher.verify("wrong".to_owned(), None).await, Ok(WRONG));
        unknown = unknown.min(start.elapsed());
    }
    // The exact comparison is statistical and belongs to the benchmarks; this finds a shortcut.
    assert!(
        unknown * 3 > known && known * 3 > unknown,
        "{known:?} against {unknown:?}"
    );
}

#[tokio::test]
async fn a_text_that_is_no_hash_is_an_error_and_not_a_wrong_password() {
    for text in ["", "plain text", "$argon2id$v=19$m=19456"] {
        let verdict = hasher().verify(password(), Some(text.to_owned())).await;
        assert_eq!(verdict, Err(HashingError::UnreadableHash), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_queue_is_full_the_next_is_told_when_to_come_back() {
    let hasher = Hasher::with_queue_length(argon(1), 1, 2);
    let mut requests = JoinSet::new();
    for _ in 0..8 {
        let hasher = hasher.clone();
        requests.spawn(async move { hasher.hash(password()).await });
    }
    let answers = requests.join_all().await;
    let hashed = answers.iter().filter(|answer| answer.is_ok()).count();
    for error in answers.into_iter().filter_map(Result::err) {
        assert_eq!(
            error,
            HashingError::Busy {
                retry_after_seconds: RETRY_AFTER_SECONDS
            }
        );
    }
    assert!((3..8).contains(&hashed), "{hashed}");
    assert!(hasher.hash(password()).await.is_ok());
}

#[test]
fn no_more_are_let_in_than_there_are_places_and_each_makes_room_for_the_next() {
    let hasher = Hasher::with_queue_length(argon(1), 1, 2);
    let mut entered: Vec<Entered> = (0..3).map(|_| hasher.enter().unwrap()).collect();
    assert_eq!(
        hasher.enter().unwrap_err(),
        HashingError::Busy {
            retry_after_seconds: RETRY_AFTER_SECONDS
        }
    );
    entered.pop();
    assert!(hasher.enter().is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_that_go_away_leave_the_permits_whole_and_never_let_more_run() {
    let hasher = Hasher::with_queue_length(argon(1), 1, 4);
    for round in 0..40 {
        let patience = Duration::from_micros(round * 200);
        drop(tokio::time::timeout(patience, hasher.hash(password())).await);
        // One that went away still runs and keeps its permit and its place until it is done.
        assert!(hasher.permits.available_permits() <= 1);
        assert!(hasher.places.available_permits() <= 5);
    }
    let abandoned = tokio::time::timeout(Duration::from_millis(1), hasher.hash(password())).await;
    assert!(abandoned.is_err());
    let start = Instant::now();
    while hasher.places.available_permits() < 5 {
        assert!(start.elapsed() < Duration::from_mins(1), "a place was lost");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(hasher.permits.available_permits(), 1);
    assert!(hasher.hash(password()).await.is_ok());
}

#[tokio::test]
async fn an_abandoned_hash_keeps_its_permit_until_it_is_done() {
    let hasher = Hasher::with_queue_length(argon(1), 1, 4);
    let (started, has_started) = std::sync::mpsc::channel();
    let (finish, may_finish) = std::sync::mpsc::channel::<()>();
    let work = hasher.run(move |_| {
        started.send(()).unwrap();
        may_finish.recv().ok();
        Ok(())
    });
    assert!(
        tokio::time::timeout(Duration::from_millis(50), work)
            .await
            .is_err()
    );
    has_started.recv().unwrap();
    assert_eq!(hasher.permits.available_permits(), 0);
    drop(finish);
    assert!(hasher.hash(password()).await.is_ok());
}

#[tokio::test]
async fn a_panic_gives_the_permit_back() {
    let hasher = Hasher::with_queue_length(argon(1), 1, 0);
    let answer: Result<(), _> = hasher.run(|_| panic!("on purpose")).await;
    assert_eq!(answer, Err(HashingError::Failed));
    assert!(hasher.hash(password()).await.is_ok());
}

#[test]
fn a_short_pepper_is_refused_and_none_is_shown() {
    assert_eq!(Pepper::try_new(vec![7; 31]).unwrap_err(), PepperTooShort);
    assert_eq!(format!("{:?}", pepper(7)), "Pepper { .. }");
    assert!(!format!("{:?}", hasher()).contains("[1, 1"));
}
