use super::*;

const FIRST_FORMAT: &str = "psn-cop-2015-07";

/// What was published once, with its SHA-256 at the address `https://a`.
const PUBLISHED: [(&str, &str); 14] = [
    (
        FIRST_FORMAT,
        "dd25ec5b9b3d547ffbb8e1dd7a0f4314d8604f9143ad72d141c9260a4856d03a",
    ),
    (
        "psn-cop-2015-07-copy-2",
        "4d8534ec7bf5b1c80ada4ef8e8d43cfb0c28377e44e2f827c06145dace2ec1d9",
    ),
    (
        "psn-cop-2015-07.2-copy-2",
        "04f7df67520e256f1dd756496bcfb4f67531570e95e794862172b0df466b6a8a",
    ),
    (
        "psn-cop-2015-07.3-copy-2",
        "f5137af5215ce8f8501007c08ce489ef8116d16124eda7a835c9becdabfa5f0d",
    ),
    (
        "psn-cop-2015-07-copy-3",
        "d43647660c96300bd6af90b2dbca9d22017a88e4c1a590858725d1a003cc6b08",
    ),
    (
        "psn-cop-2015-07.2-copy-3",
        "afe89ca0e0cf81c992f491730d62a118157280df7c94304a46026797e70fa0a0",
    ),
    (
        "psn-cop-2015-07.3-copy-3",
        "e329ebb62fffb36c615070d67433f1b42dfcb2542fbe2c04a321327bafd61c6d",
    ),
    (
        "psn-cop-2015-07.4-copy-3",
        "1fc4ec82db163d16ad3541a66273eb2bf31040492a122476d9937d4b09bb670e",
    ),
    (
        "psn-cop-2015-07.5-copy-3",
        "a4ad607ecff492b12d593674e052eec4ee739ded78014db0bb1fe069059f6e22",
    ),
    (
        "psn-cop-2015-07-copy-4",
        "aef9f812a957837c8ddfc63488c7f5bb72c976351260e44f0fe537ae20445896",
    ),
    (
        "psn-cop-2015-07.2-copy-4",
        "cfb455c3eebcf1c97feec154757d8bb8eae05d409ebd9df88a8b047f33943b80",
    ),
    (
        "psn-cop-2015-07.3-copy-4",
        "739b03afc1b3eb4b1f9a39e144dc0873c8591c4bf6320419ca52abf089113505",
    ),
    (
        "psn-cop-2015-07.4-copy-4",
        "cf766fb3b40a0513bc902f4b285b389ea5af3936749c9115aaab8255b2b1bc59",
    ),
    (
        "psn-cop-2015-07.5-copy-4",
        "501d67c111ad1be5dccc0b1d7ebb92b95d219a3a4ed7b34e3e10ab03bf0cd59d",
    ),
];

fn read(name: &str) -> Value {
    serde_json::from_slice(&schema(name, "https://a").unwrap()).unwrap()
}

#[test]
fn what_was_published_stays_to_the_byte() {
    for (name, digest) in PUBLISHED {
        let bytes = schema(name, "https://a").unwrap();
        let text = std::str::from_utf8(&bytes).unwrap();
        assert_eq!(crate::snapshot::sha256(text), digest, "{name}");
    }
}

#[test]
fn each_revision_has_a_schema_of_its_own_in_each_format() {
    let names: Vec<String> = questions::sets().iter().map(schema_name).collect();
    assert_eq!(
        names,
        [
            "psn-cop-2015-07-copy-5",
            "psn-cop-2015-07.2-copy-5",
            "psn-cop-2015-07.3-copy-5",
            "psn-cop-2015-07.4-copy-5",
            "psn-cop-2015-07.5-copy-5"
        ]
    );
    for name in &names {
        let schema = read(name);
        assert_eq!(schema["$id"], "https://a");
        assert_eq!(schema["properties"]["format"]["const"], 5);
        assert_eq!(schema["required"].as_array().unwrap().len(), 19);
    }
    assert!(read(FIRST_FORMAT)["properties"].get("documents").is_none());
    assert_eq!(schema("psn-cop-2015-07-copy-6", "https://a"), None);
}

#[test]
fn the_values_of_every_page_are_described_once() {
    let schema = read("psn-cop-2015-07.3-copy-5");
    let properties = &schema["properties"];
    let of = |list: &str| properties[list]["items"]["oneOf"].as_array().unwrap();
    let (answers, history) = (of("answers"), of("history"));
    assert_eq!(answers.len(), history.len());
    for (answer, entry) in answers.iter().zip(history) {
        let reference = answer["properties"]["values"]["$ref"].as_str().unwrap();
        assert_eq!(entry["properties"]["values"]["$ref"], reference);
        let shape = schema.pointer(&reference[1..]).unwrap();
        assert_eq!(shape["additionalProperties"], false, "{reference}");
    }
    let shapes = schema["$defs"].as_object().unwrap();
    assert_eq!(shapes.len(), answers.len());
}
