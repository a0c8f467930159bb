use std::path::Path;

use super::*;

fn read(pairs: &[(&str, &str)]) -> Result<Config, String> {
    Config::from_variables(pairs.iter().copied().collect()).map_err(|error| error.to_string())
}

fn refused(name: &str, text: &str) -> String {
    let sentence = read(&[(name, text)]).expect_err(text);
    assert!(sentence.starts_with(name), "{sentence}");
    assert!(!sentence.contains('\n'), "{sentence}");
    sentence
}

#[test]
fn without_variables_the_defaults_of_the_contract_hold() {
    let config = read(&[]).unwrap();
    assert_eq!(config.bind.to_string(), "127.0.0.1:8080");
    assert_eq!(config.public_url.origin(), "http://localhost:8080");
    assert_eq!(config.brand, Brand::Generic);
    assert!(!config.is_demonstration);
    assert!(config.database.is_none() && config.mail_server.is_none());
    assert!(config.mail_from.is_none() && config.team_email.is_none());
    assert!(config.blobs.is_none() && config.clamd.is_none());
    assert!(config.secrets_dir.is_none() && config.metrics_bind.is_none());
}

#[test]
fn every_variable_is_read_and_empty_ones_count_as_unset() {
    let config = read(&[
        ("DATABASE_URL", "postgres://psn_owner@db/psn"),
        ("PSN_BIND", "0.0.0.0:80"),
        ("PSN_PUBLIC_URL", "https://Cop.Service.gov.uk:443/"),
        ("PSN_BRAND", "govuk"),
        ("PSN_SMTP_URL", " smtps://u:p@mail.example "),
        ("PSN_MAIL_FROM", "no-reply@psn.example"),
        ("PSN_TEAM_EMAIL", "team@psn.example"),
        ("PSN_BLOBS_URL", "file:///srv/blobs"),
        ("PSN_CLAMD", "unix:/run/clamd.sock"),
        ("PSN_SECRETS_DIR", "/run/secrets"),
        ("PSN_METRICS_BIND", "[::1]:9100"),
        ("PSN_DEMO", ""),
        ("PSN_TEST_CLUSTER", "/tmp/x"),
        ("HOME", "/root"),
    ])
    .unwrap();
    assert_eq!(config.public_url.origin(), "https://cop.service.gov.uk");
    assert_eq!(
        config.public_url.page("/sign-in"),
        "https://cop.service.gov.uk/sign-in"
    );
    assert_eq!(config.brand, Brand::Govuk);
    assert_eq!(config.team_email().unwrap().as_str(), "team@psn.example");
    assert_eq!(config.metrics_bind.unwrap().port(), 9100);
    assert!(!config.is_demonstration);
    config.check_complete().unwrap();
}

#[test]
fn unknown_variables_stop_the_start_and_are_all_named() {
    let sentence = read(&[("PSN_SMTP", "x"), ("PSN_BNID", "y")]).unwrap_err();
    assert!(
        sentence.starts_with("PSN_BNID, PSN_SMTP are not known"),
        "{sentence}"
    );
    let sentence = read(&[("PSN_SMTP", "x")]).unwrap_err();
    assert!(sentence.starts_with("PSN_SMTP is not known"), "{sentence}");
}

#[test]
fn everything_that_is_wrong_is_said_at_once_on_one_line() {
    let sentence = read(&[
        ("PSN_WRONG", "x"),
        ("PSN_BIND", "8080"),
        ("PSN_CLAMD", "nowhere"),
    ])
    .unwrap_err();
    for name in ["PSN_WRONG", "PSN_BIND must", "PSN_CLAMD must"] {
        assert!(sentence.contains(name), "{sentence}");
    }
    assert!(!sentence.contains('\n'));
}

#[test]
fn values_that_do_not_parse_are_named() {
    for (name, texts) in [
        (
            "DATABASE_URL",
            &["mysql://db/x", "postgres", "postgres://host:port/x"][..],
        ),
        (
            "PSN_BIND",
            &["localhost", "8080", "127.0.0.1", "127.0.0.1:99999"],
        ),
        (
            "PSN_PUBLIC_URL",
            &[
                "psn.example",
                "ftp://psn.example",
                "https://",
                "https://a/b",
                "https://a?b",
            ],
        ),
        (
            "PSN_PUBLIC_URL",
            &["https://u@a", "https://a:x", "https://a#b", "https://a b"],
        ),
        ("PSN_BRAND", &["GOVUK", "red"]),
        (
            "PSN_SMTP_URL",
            &[
                "mail.example",
                "http://mail",
                "smtp://",
                "smtps://u:p@",
                "smtp://a:0",
                "smtp://a b",
            ],
        ),
        ("PSN_MAIL_FROM", &["nobody", "A <a@b.example>"]),
        ("PSN_TEAM_EMAIL", &["a@b@", "@"]),
        (
            "PSN_BLOBS_URL",
            &[
                "/srv",
                "file://host/x",
                "s3://",
                "s3://Bucket/x",
                "http://x",
            ],
        ),
        (
            "PSN_CLAMD",
            &["unix:", "unix:run", "host", "host:", "host:0", ":3310"],
        ),
        ("PSN_METRICS_BIND", &["9100"]),
        ("PSN_DEMO", &["yes", "0", "true"]),
    ] {
        for text in texts {
            refused(name, text);
        }
    }
}

#[test]
fn only_loopback_addresses_may_do_without_https() {
    for text in [
        "http://localhost",
        "http://localhost:8080",
        "http://127.0.0.1:80",
        "http://127.9.9.9",
        "http://[::1]:8080",
        "http://a.localhost",
    ] {
        let config = read(&[("PSN_PUBLIC_URL", text)]).unwrap();
        assert!(
            config.public_url.is_loopback() && !config.public_url.is_https(),
            "{text}"
        );
    }
    for text in [
        "http://psn.example",
        "http://10.0.0.1",
        "http://0.0.0.0:8080",
        "http://localhost.example",
        "http://[::2]",
    ] {
        assert!(
            refused("PSN_PUBLIC_URL", text).contains("use https"),
            "{text}"
        );
    }
    assert!(
        read(&[("PSN_PUBLIC_URL", "https://psn.example")])
            .unwrap()
            .public_url
            .is_https()
    );
}

#[test]
fn the_govuk_brand_is_only_for_gov_uk() {
    for text in [
        "https://psn.example",
        "https://xgov.uk",
        "https://gov.uk.example",
    ] {
        let sentence = read(&[("PSN_BRAND", "govuk"), ("PSN_PUBLIC_URL", text)]).unwrap_err();
        assert!(sentence.contains("PSN_BRAND"), "{sentence}");
    }
    assert!(
        read(&[("PSN_BRAND", "govuk")]).is_err(),
        "the default address is not on gov.uk"
    );
    read(&[
        ("PSN_BRAND", "govuk"),
        ("PSN_PUBLIC_URL", "https://psn.service.gov.uk"),
    ])
    .unwrap();
}

#[test]
fn the_demonstration_is_refused_away_from_this_machine() {
    let demo = ("PSN_DEMO", "1");
    assert!(read(&[demo]).unwrap().is_demonstration);
    let sentence = read(&[demo, ("PSN_PUBLIC_URL", "https://psn.example")]).unwrap_err();
    assert!(sentence.contains("PSN_DEMO") && sentence.contains("only for this machine"));
}

#[test]
fn the_demonstration_has_places_of_its_own() {
    let variables: Variables = [
        ("DATABASE_URL", "postgres://real@db/real"),
        ("PSN_TEAM_EMAIL", "t@psn.example"),
        ("PSN_BIND", "127.0.0.1:8123"),
    ]
    .into_iter()
    .collect();
    let config = Config::demonstration_from(variables, Path::new("/d")).unwrap();
    assert!(config.is_demonstration);
    assert_eq!(config.public_url.origin(), "http://localhost:8123");
    assert!(
        config.database.is_none(),
        "it must not touch a real database"
    );
    assert_eq!(config.secrets_dir().unwrap(), Path::new("/d/secrets"));
    assert_eq!(config.blobs, Some(Blobs::Folder("/d/blobs".into())));
    assert_eq!(
        config.mail_server().unwrap(),
        None,
        "mail is kept, not sent"
    );
    assert_eq!(
        config.mail_from().unwrap().as_str(),
        "no-reply@psn-cop.example"
    );
    assert_eq!(config.team_email().unwrap().as_str(), "t@psn.example");
    let config = config
        .with_database("postgres:///psn?host=/s&user=postgres")
        .unwrap();
    config.check_complete().unwrap();
}

#[test]
fn what_is_missing_is_named_with_what_to_do() {
    let config = read(&[]).unwrap();
    let sentence = config.check_complete().unwrap_err().to_string();
    for name in [
        "DATABASE_URL",
        "PSN_SMTP_URL",
        "PSN_MAIL_FROM",
        "PSN_TEAM_EMAIL",
        "PSN_SECRETS_DIR",
    ] {
        assert!(
            sentence.contains(&format!("{name} is not set: set it to")),
            "{sentence}"
        );
    }
    let sentence = config.database_url().unwrap_err().to_string();
    assert!(sentence.contains("psn-cop demo"), "{sentence}");
}

#[test]
fn the_user_of_the_database_address_is_replaced_and_a_password_stays() {
    use std::str::FromStr as _;
    for (given, expected) in [
        (
            "postgres://psn_owner:p%40w@db:5433/psn?sslmode=require",
            "postgres://:p%40w@db:5433/psn?sslmode=require&user=psn_app",
        ),
        (
            "postgresql://psn_owner@db/psn",
            "postgresql://db/psn?user=psn_app",
        ),
        ("postgres://db", "postgres://db?user=psn_app"),
        (
            "postgres:///psn?host=/a%20b&user=postgres&port=5432",
            "postgres:///psn?host=/a%20b&port=5432&user=psn_app",
        ),
    ] {
        let config = read(&[("DATABASE_URL", given)]).unwrap();
        assert_eq!(config.database_url().unwrap(), given);
        let url = config.database_url_as(DatabaseRole::Pages).unwrap();
        assert_eq!(url, expected);
        let options = sqlx::postgres::PgConnectOptions::from_str(&url).unwrap();
        assert_eq!(options.get_username(), "psn_app");
    }
    assert_eq!(DatabaseRole::Worker.name(), "psn_worker");
    assert_eq!(DatabaseRole::Owner.name(), "psn_owner");
}

#[test]
fn the_mail_server_is_given_to_lettre_in_its_own_form() {
    for (given, for_lettre, security) in [
        (
            "smtp://localhost:1025",
            "smtp://localhost:1025",
            MailServerSecurity::None,
        ),
        (
            "smtps://u:p%40@mail.example",
            "smtps://u:p%40@mail.example",
            MailServerSecurity::Tls,
        ),
        (
            "smtp+starttls://u:p@mail.example:587/",
            "smtp://u:p@mail.example:587?tls=required",
            MailServerSecurity::StartTls,
        ),
    ] {
        let server = MailServer::parse(given).unwrap();
        assert_eq!(server.for_lettre(), for_lettre);
        assert_eq!(server.as_given(), given.trim_end_matches('/'));
        assert_eq!(server.security(), security);
    }
}

#[test]
fn places_are_read() {
    let s3 = |bucket: &str, prefix: &str| Blobs::S3 {
        bucket: bucket.into(),
        prefix: prefix.into(),
    };
    assert_eq!(
        Blobs::parse("s3://psn-blobs/a/b/"),
        Ok(s3("psn-blobs", "a/b"))
    );
    assert_eq!(Blobs::parse("s3://psn-blobs"), Ok(s3("psn-blobs", "")));
    let network = |host: &str| Clamd::Network {
        host: host.into(),
        port: 3310,
    };
    assert_eq!(Clamd::parse("clamd:3310"), Ok(network("clamd")));
    assert_eq!(Clamd::parse("[::1]:3310"), Ok(network("::1")));
}

#[test]
fn no_password_is_printed() {
    let config = read(&[
        ("DATABASE_URL", "postgres://u:hunter2@db/psn"),
        ("PSN_SMTP_URL", "smtps://u:hunter2@mail.example"),
    ])
    .unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
    for (name, text) in [
        ("DATABASE_URL", "mysql://u:hunter2@db"),
        ("PSN_SMTP_URL", "smtq://u:hunter2@m"),
    ] {
        assert!(!refused(name, text).contains("hunter2"));
    }
    let variables: Variables = [("PSN_SMTP_URL", "hunter2")].into_iter().collect();
    assert!(!format!("{variables:?}").contains("hunter2"));
}

#[test]
fn a_file_is_read_and_the_environment_wins() {
    let file = std::env::temp_dir().join(format!("psn-cop-env-{}", std::process::id()));
    let environment = || [("PSN_BRAND".into(), "generic".into())].into_iter();
    std::fs::write(
        &file,
        "# words\nPSN_BRAND=govuk\nPSN_BIND=\"127.0.0.1:9000\"\nOTHER=x\n",
    )
    .unwrap();
    let config = Config::from_variables(Variables::read(environment(), &file).unwrap()).unwrap();
    assert_eq!((config.brand, config.bind.port()), (Brand::Generic, 9000));

    std::fs::write(&file, "PSN_SMTP_URL hunter2\n").unwrap();
    let sentence = Variables::read(environment(), &file)
        .unwrap_err()
        .to_string();
    assert!(
        sentence.contains("NAME=text") && !sentence.contains("hunter2"),
        "{sentence}"
    );
    std::fs::remove_file(&file).unwrap();
    Variables::read(environment(), &file).unwrap();
}

#[test]
fn text_that_is_not_utf_8_is_refused() {
    use std::os::unix::ffi::OsStringExt as _;
    let odd = std::ffi::OsString::from_vec(vec![0xff]);
    let environment = [("PSN_BRAND".into(), odd)].into_iter();
    let sentence = Variables::read(environment, Path::new("/none"))
        .unwrap_err()
        .to_string();
    assert!(sentence.starts_with("PSN_BRAND is not text"), "{sentence}");
}

#[test]
fn the_example_file_names_every_variable_and_no_other() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.env.example");
    let text = std::fs::read_to_string(path).unwrap();
    let named: Vec<&str> = text
        .lines()
        .filter_map(|line| line.trim_start_matches(['#', ' ']).split_once('='))
        .map(|(name, _)| name)
        .filter(|name| {
            name.bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        })
        .collect();
    for name in variables::NAMES.iter().chain(&["DATABASE_URL"]) {
        assert_eq!(
            named.iter().filter(|other| *other == name).count(),
            1,
            "{name}"
        );
    }
    // Those of a bucket are everybody's, and this file names the usual ones.
    let ours = named.iter().filter(|name| !name.starts_with("AWS_"));
    assert_eq!(ours.count(), variables::NAMES.len() + 1, "{named:?}");
}

#[test]
fn uploads_go_into_a_bucket_with_its_usual_settings_which_nobody_prints() {
    let config = read(&[
        ("PSN_BLOBS_URL", "s3://psn-blobs/uploads"),
        ("AWS_REGION", "eu-west-2"),
        ("AWS_ACCESS_KEY_ID", "a-key"),
        ("AWS_SECRET_ACCESS_KEY", "hunter2"),
    ]);
    let config = config.unwrap();
    assert!(config.files().unwrap().taking().is_none(), "nobody scans");
    let printed = format!("{config:?}");
    assert!(printed.contains("AWS_SECRET_ACCESS_KEY"), "{printed}");
    assert!(!printed.contains("hunter2"), "{printed}");
    let wrong = read(&[
        ("PSN_BLOBS_URL", "s3://psn-blobs"),
        ("AWS_CONDITIONAL_PUT", "perhaps"),
    ]);
    let problem = wrong.unwrap().files().unwrap_err().to_string();
    assert!(
        problem.starts_with("PSN_BLOBS_URL: the bucket's settings"),
        "{problem}"
    );
}

#[test]
fn the_rules_for_passwords_are_settings_with_limits() {
    let second_factor = password_policy::EnforcedSecondFactor::checked(true, true);
    let rules = read(&[]).unwrap().password_rules;
    assert_eq!(rules.policy(second_factor).minimum_length(), 12);
    let rules = read(&[
        ("PSN_PASSWORD_MIN_LENGTH", "9"),
        ("PSN_PASSWORD_PROFILE", "modern-with-second-factor"),
    ]);
    let rules = rules.unwrap().password_rules;
    assert_eq!(rules.policy(None).minimum_length(), 9);
    assert_eq!(rules.policy(second_factor).minimum_length(), 15);
    for length in ["7", "129", "twelve", "-1"] {
        refused("PSN_PASSWORD_MIN_LENGTH", length);
    }
    refused("PSN_PASSWORD_PROFILE", "modern");
}
