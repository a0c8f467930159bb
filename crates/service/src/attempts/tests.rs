use super::*;

#[test]
fn every_bucket_counts_apart() {
    let key = SessionKey::new(&[1; 32]);
    let mut names: Vec<&str> = Bucket::ALL.iter().map(|bucket| bucket.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Bucket::ALL.len());
    let ann = Bucket::SignIn.source(&key, &[b"ann@a.example"]);
    assert_ne!(ann, Bucket::SignIn.source(&key, &[b"bob@b.example"]));
    assert_ne!(ann, Bucket::SignInKnown.source(&key, &[b"ann@a.example"]));
    let other = SessionKey::new(&[2; 32]);
    assert_ne!(ann, Bucket::SignIn.source(&other, &[b"ann@a.example"]));
}

#[test]
fn a_wait_is_rounded_up() {
    let now = OffsetDateTime::UNIX_EPOCH;
    assert_eq!(
        Refusal::TooOften(Duration::milliseconds(20)).seconds(now),
        1
    );
    assert_eq!(
        Refusal::Locked(now + Duration::minutes(15)).seconds(now),
        901
    );
    assert_eq!(Refusal::Locked(now - Duration::minutes(15)).seconds(now), 1);
}
