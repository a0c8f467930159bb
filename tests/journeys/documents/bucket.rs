//! Files in a bucket: the same journeys with a store that speaks like Amazon S3.

use super::clamd::{Clamd, EICAR};
use super::{PDF, added, given_with, upload};
use blobs::Blobs;
use service::documents::Files;
use tests::BucketServer;
use tests::bucket_server::{KEY, SECRET};

const FAILED: &str = "The selected file could not be uploaded – try again";

/// The bucket "psn-blobs" of this store, with this key.
fn bucket(server: &BucketServer, secret: &str) -> Blobs {
    let endpoint = server.endpoint();
    let settings = [
        ("AWS_ENDPOINT", endpoint.as_str()),
        ("AWS_REGION", "eu-west-2"),
        ("AWS_ACCESS_KEY_ID", KEY),
        ("AWS_SECRET_ACCESS_KEY", secret),
        ("AWS_ALLOW_HTTP", "true"),
        // Of no meaning here.
        ("AWS_PROFILE_OF_SOMETHING_ELSE", "x"),
    ];
    Blobs::in_bucket("psn-blobs", "uploads/of psn", settings.into_iter()).unwrap()
}

/// A PDF of so many bytes, no two pieces of which are alike.
fn large(bytes: usize) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    while file.len() < bytes {
        file.extend(format!("{}\n", file.len()).bytes());
    }
    file.extend(b"startxref\n9\n%%EOF\n");
    file
}

#[tokio::test]
async fn a_file_goes_into_the_bucket_is_scanned_there_and_comes_back_the_same() {
    let server = BucketServer::start().await;
    let clamd = Clamd::start().await;
    let scanner = blobs::Clamd::Socket(clamd.socket());
    let draft = given_with(Files::scanned(bucket(&server, SECRET), scanner)).await;
    let browser = draft.browser().await;
    for file in [PDF.to_vec(), large(12 * 1024 * 1024)] {
        let own = added(&browser, &draft, "report.pdf", &file).await;
        let objects = server.objects();
        let (name, object) = objects.first_key_value().unwrap();
        assert!(*object == file);
        let hash = domain::hexadecimal::hexadecimal(&<sha2::Sha256 as sha2::Digest>::digest(&file));
        assert!(name.starts_with("/psn-blobs/uploads/of%20psn/"), "{name}");
        assert!(name.ends_with(&format!("-{hash}")), "{name}");

        draft.app.run_due_work().await;
        browser.visit(&own).await.expect_text("No virus found");
        let got = browser.open(&format!("{own}/file")).await;
        assert!(got.body().as_bytes() == file);

        let remove = browser.visit(&format!("{own}/remove")).await;
        remove.submit([("remove", "yes")]).await.redirect();
        draft.app.run_due_work().await;
        assert!(server.objects().is_empty());
    }
    assert_eq!((server.refused(), server.unfinished()), (0, 0));
}

#[tokio::test]
async fn what_carries_a_virus_is_gone_from_the_bucket() {
    let server = BucketServer::start().await;
    let clamd = Clamd::start().await;
    let scanner = blobs::Clamd::Socket(clamd.socket());
    let draft = given_with(Files::scanned(bucket(&server, SECRET), scanner)).await;
    let browser = draft.browser().await;
    let table = format!("a,b\n{EICAR}\n");
    let own = added(&browser, &draft, "table.csv", table.as_bytes()).await;
    assert_eq!(server.objects().len(), 1);
    draft.app.run_due_work().await;
    browser.visit(&own).await.expect_text("contains a virus");
    assert!(server.objects().is_empty());
}

#[tokio::test]
async fn a_bucket_that_is_broken_or_does_not_know_us_says_so_and_keeps_nothing() {
    let server = BucketServer::start().await;
    let clamd = Clamd::start().await;
    let scanner = || blobs::Clamd::Socket(clamd.socket());
    let draft = given_with(Files::scanned(bucket(&server, SECRET), scanner())).await;
    let browser = draft.browser().await;
    server.set_broken(true);
    for file in [PDF.to_vec(), large(6 * 1024 * 1024)] {
        let page = upload(&browser, &draft, "report.pdf", &file).await;
        page.expect_text(FAILED);
    }
    let list = browser.visit(&draft.path("documents")).await;
    list.expect_no_text("report.pdf");
    server.set_broken(false);
    added(&browser, &draft, "report.pdf", PDF).await;
    assert_eq!((server.objects().len(), server.unfinished()), (1, 0));

    // What waits for its scan while the bucket is away is not given up.
    server.set_broken(true);
    for _ in 0..5 {
        draft.app.run_due_work().await;
        draft.app.advance(time::Duration::minutes(2)).await;
    }
    server.set_broken(false);
    draft.app.run_due_work().await;
    let list = draft.browser().await.visit(&draft.path("documents")).await;
    list.expect_text("No virus found");

    let stranger = Files::scanned(bucket(&server, "another secret"), scanner());
    let draft = given_with(stranger).await;
    let page = upload(&draft.browser().await, &draft, "report.pdf", PDF).await;
    page.expect_text(FAILED);
    assert!(server.refused() > 0);
    assert_eq!(server.objects().len(), 1);
}
