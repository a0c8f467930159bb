use super::*;

/// The exit code, standard output, standard error, and what was to be done.
fn psn_cop(line: &str) -> (u8, String, String, Option<Command>) {
    psn_cop_with(line, Ok(()))
}

fn psn_cop_with(line: &str, result: Result<(), Failure>) -> (u8, String, String, Option<Command>) {
    let arguments = std::iter::once("psn-cop")
        .chain(line.split_whitespace())
        .map(OsString::from);
    let (mut output, mut errors, mut asked) = (Vec::new(), Vec::new(), None);
    let code = run_with(arguments, &mut output, &mut errors, |command| {
        asked = Some(command);
        result
    });
    (
        code,
        String::from_utf8(output).unwrap(),
        String::from_utf8(errors).unwrap(),
        asked,
    )
}

fn asked(line: &str) -> Command {
    let (code, output, errors, asked) = psn_cop(line);
    assert_eq!(
        (code, output.as_str(), errors.as_str()),
        (0, "", ""),
        "{line}"
    );
    asked.expect(line)
}

#[test]
fn every_command_of_the_contract_is_read() {
    assert_eq!(asked("serve"), Command::Serve { no_worker: false });
    assert_eq!(
        asked("serve --no-worker"),
        Command::Serve { no_worker: true }
    );
    assert_eq!(asked("work"), Command::Work);
    assert_eq!(asked("demo"), Command::Demo);
    assert_eq!(asked("migrate"), Command::Migrate);
    let seed = |organisations, seed| {
        Command::Seed(NewSeed {
            applications: 1000,
            organisations,
            seed,
        })
    };
    assert_eq!(asked("seed --applications 1000"), seed(None, 1));
    assert_eq!(
        asked("seed --applications 1000 --organisations 20 --seed 7"),
        seed(Some(20), 7)
    );
    assert_eq!(
        asked("question-set list"),
        Command::QuestionSet(QuestionSet::List)
    );
    let show = |format| {
        Command::QuestionSet(QuestionSet::Show {
            set: "psn-cop".into(),
            format,
        })
    };
    assert_eq!(asked("question-set show psn-cop"), show(Format::Text));
    assert_eq!(
        asked("question-set show psn-cop --format json"),
        show(Format::Json)
    );
    let diff = |format| {
        let (from, to) = ("2015-07.3".into(), "psn-cop/2015-07.4".into());
        Command::QuestionSet(QuestionSet::Diff { from, to, format })
    };
    let line = "question-set diff 2015-07.3 psn-cop/2015-07.4";
    assert_eq!(asked(line), diff(Format::Text));
    assert_eq!(asked(&format!("{line} --format json")), diff(Format::Json));
    let check = |username: Option<&str>, format| {
        let username = username.map(str::to_owned);
        Command::Password(Password::Check(PasswordCheck { username, format }))
    };
    assert_eq!(asked("password check"), check(None, Format::Text));
    assert_eq!(
        asked("password check --username ada --format json"),
        check(Some("ada"), Format::Json)
    );
    let verify = |keys: Option<&str>| Command::VerifyCertificate {
        file: "a.json".into(),
        keys: keys.map(PathBuf::from),
    };
    assert_eq!(asked("verify-certificate a.json"), verify(None));
    assert_eq!(
        asked("verify-certificate a.json --keys k.json"),
        verify(Some("k.json"))
    );
}

#[test]
fn a_member_of_staff_is_read_and_checked() {
    for role in [
        "service_administrator",
        "service-administrator",
        "Service-Administrator",
    ] {
        let command = asked(&format!(
            "staff add --email a@PSN.example --name Ada --role {role}"
        ));
        let Command::Staff(Staff::Add(new)) = command else {
            panic!("{command:?}")
        };
        assert_eq!(new.email.as_str(), "a@psn.example");
        assert_eq!(new.name, "Ada");
        assert_eq!(new.role, TeamRole::ServiceAdministrator);
    }
    for (line, part) in [
        (
            "staff add --email a --name Ada --role lead",
            "name@example.com",
        ),
        (
            "staff add --email a@b.example --name Ada --role boss",
            "assessor, lead, service-administrator, auditor",
        ),
        ("staff add --email a@b.example --role lead", "--name <N>"),
    ] {
        let (code, _, errors, asked) = psn_cop(line);
        assert_eq!((code, asked), (2, None), "{line}");
        assert!(errors.contains(part), "{errors}");
        assert!(
            errors.contains("(see \"psn-cop staff add --help\")"),
            "{errors}"
        );
    }
}

#[test]
fn wrong_usage_is_one_line_and_exit_code_2() {
    for line in [
        "",
        "sarve",
        "serve --fast",
        "serve now",
        "question-set",
        "question-set show",
        "question-set show psn-cop --format xml",
        "question-set diff 2015-07.3",
        "password",
        "verify-certificate",
        "staff add",
    ] {
        let (code, output, errors, asked) = psn_cop(line);
        assert_eq!((code, output.as_str(), asked), (2, "", None), "{line}");
        assert!(
            errors.starts_with("psn-cop: ") && errors.contains("--help"),
            "{line}: {errors}"
        );
        assert_eq!(errors.lines().count(), 1, "{line}: {errors}");
    }
}

#[test]
fn each_command_has_help() {
    for line in [
        "",
        "serve",
        "work",
        "demo",
        "migrate",
        "question-set",
        "question-set list",
        "question-set show",
        "question-set diff",
        "password",
        "password check",
        "verify-certificate",
        "staff",
        "staff add",
    ] {
        let (code, output, errors, asked) = psn_cop(&format!("{line} --help"));
        assert_eq!((code, errors.as_str(), asked), (0, "", None), "{line}");
        assert!(output.contains("Usage: psn-cop"), "{line}: {output}");
        let first = output.lines().next().unwrap();
        assert!(
            first.len() > 15 && !first.starts_with("Usage"),
            "{line}: {output}"
        );
    }
    assert_eq!(
        psn_cop("--version").1.trim(),
        concat!("psn-cop ", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn commands_of_later_issues_are_absent() {
    for line in ["verify-audit", "export", "erase"] {
        assert_eq!(psn_cop(line).0, 2, "{line}");
    }
}

#[test]
fn failures_become_exit_codes_and_one_line() {
    let (code, _, errors, _) = psn_cop_with("migrate", Err(Failure::failed("it broke\n  badly")));
    assert_eq!((code, errors.as_str()), (1, "psn-cop: it broke badly\n"));
    let (code, _, errors, _) = psn_cop_with("work", Err(Failure::usage("set it")));
    assert_eq!((code, errors.as_str()), (2, "psn-cop: set it\n"));
    let (code, _, errors, _) = psn_cop_with("password check", Err(Failure::check()));
    assert_eq!((code, errors.as_str()), (1, ""));
}
