//! Files to upload.

use spreadsheets::{Column, Sheet, write_csv, write_ods};

fn sheet(rows: &[(&str, &str)]) -> Sheet {
    let column = |heading: &str| Column {
        heading: heading.to_owned(),
        width: 40,
        is_input: false,
    };
    let cells =
        |(reference, answer): &(&str, &str)| vec![(*reference).to_owned(), (*answer).to_owned()];
    Sheet {
        title: "Form".to_owned(),
        name: "Form".to_owned(),
        columns: ["Reference", "Your answer"].map(column).to_vec(),
        rows: rows.iter().map(cells).collect(),
    }
}

/// References and answers as CSV.
pub fn csv(rows: &[(&str, &str)]) -> Vec<u8> {
    write_csv(&sheet(rows))
}

/// The same as a spreadsheet.
pub fn ods(rows: &[(&str, &str)]) -> Vec<u8> {
    write_ods(&sheet(rows))
}

/// A form with a token and a file as a browser sends it: its type and its body.
pub fn multipart(token: &str, name: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    let mut body = format!(
        "--b\r\ncontent-disposition: form-data; name=\"{}\"\r\n\r\n{token}\r\n\
         --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: application/octet-stream\r\n\r\n",
        govuk::CSRF_FIELD
    )
    .into_bytes();
    body.extend(bytes);
    body.extend(b"\r\n--b--\r\n");
    ("multipart/form-data; boundary=b".to_owned(), body)
}

/// Files in which nothing is found, and what is said of them.
pub fn wrong() -> Vec<(Vec<u8>, &'static str)> {
    let mut locked = ods(&[("service-name#name", "A")]);
    // The first entry of the list of contents says that it is encrypted.
    let list = locked
        .windows(4)
        .position(|bytes| bytes == b"PK\x01\x02")
        .unwrap();
    locked[list + 8] |= 1;
    let mut damaged = ods(&[("service-name#name", "A")]);
    let content = damaged
        .windows(11)
        .position(|bytes| bytes == b"content.xml")
        .unwrap();
    damaged[content + 20] ^= 0xff;
    let wide: Vec<String> = (0..60).map(|number| format!("column {number}")).collect();
    vec![
        (Vec::new(), "The selected file is empty"),
        (b" \r\n".to_vec(), "The selected file is empty"),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(),
            "The selected file must be an ODS, CSV or JSON",
        ),
        (
            b"PK\x03\x04 is no archive".to_vec(),
            "The selected file must be an ODS, CSV or JSON",
        ),
        (locked, "The selected file is password protected"),
        (
            vec![b'a'; 2_000_001],
            "The selected file must be smaller than 2MB",
        ),
        (
            wide.join(",").into_bytes(),
            "The selected file has more rows, columns or text than our form can have",
        ),
        (
            damaged,
            "The selected file is damaged. Save it again in the program that made it, then upload it",
        ),
        (
            b"Name,Price\r\nTea,2".to_vec(),
            "We could not find any answers we recognise in this file",
        ),
        (
            csv(&[("service-name#name", "")]),
            "We could not find any answers we recognise in this file",
        ),
        (
            b"{\"a\": 1}".to_vec(),
            "We could not find any answers we recognise in this file",
        ),
        (
            br#"{"question_set": {"id": "another"}, "answers": []}"#.to_vec(),
            "The selected file must be a copy of this form. It is a copy of another one",
        ),
    ]
}
