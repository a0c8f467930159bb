use super::*;

fn refused(text: &str) -> Error {
    Error::Generic {
        store: "S3",
        source: text.to_owned().into(),
    }
}

#[test]
fn an_error_says_the_status_and_the_code_and_nothing_else_of_the_answer() {
    let answer = "Server returned non-2xx status code: 403 Forbidden: <Error><Code>SignatureDoesNotMatch</Code>\
                  <AWSAccessKeyId>AKIA</AWSAccessKeyId><Token>secret</Token></Error>";
    assert_eq!(
        quiet(refused(answer)).to_string(),
        "the bucket answered 403 SignatureDoesNotMatch"
    );
    let gone = "error sending request for https://bucket.example/?token=secret";
    assert_eq!(
        quiet(refused(gone)).to_string(),
        "the bucket did not answer"
    );
}

#[test]
fn what_is_not_there_is_told_from_what_can_not_be_reached() {
    let missing = Error::NotFound {
        path: "a".to_owned(),
        source: "b".into(),
    };
    assert_eq!(quiet(missing).kind(), io::ErrorKind::NotFound);
    assert_eq!(quiet(refused("x")).kind(), io::ErrorKind::Other);
}
