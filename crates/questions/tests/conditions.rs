//! Countries that are only partly covered: the condition of each is asked, one by one.

#[path = "support/northwind.rs"]
mod northwind;
mod support;

use northwind::northwind;
use questions::{
    Answers, NotRecognised, QuestionSet, Reference, TaskState, Values, Why, all_countries,
};
use support::{code_of_practice, day, pairs, today, values};

const QUESTIONS: [&str; 2] = ["2a", "2b"];
const HOW: &str = "Our processor there is one of them.";

/// Complete answers, with these countries under a treaty and this said of their conditions.
fn chosen(question: &str, countries: &str, said: &str) -> Answers {
    let mut answers = northwind();
    answers.insert(format!("security/{question}"), 0, pairs("answer=treaty"));
    let page = format!("security/{question}/countries");
    answers.insert(page, 0, pairs(countries));
    let page = format!("security/{question}/conditions");
    answers.insert(page, 0, pairs(said));
    answers
}

/// What is wrong with the page of conditions: field and message.
fn errors(question: &str, answers: &Answers, on: &Reference) -> Vec<(String, String)> {
    let id = format!("security/{question}/conditions");
    let Some((_, page)) = code_of_practice().page(&id) else {
        panic!("there is no page {id}")
    };
    let none = Values::new();
    let sent = answers.get(&id, 0).unwrap_or(&none);
    let errors = page.as_asked(answers, 0).check(sent, on).errors.into_iter();
    errors.map(|error| (error.target, error.message)).collect()
}

fn state(question: &str, answers: &Answers) -> Option<TaskState> {
    let set = code_of_practice();
    let (task, _) = set.page(&format!("security/{question}"))?;
    Some(set.task_state(task, answers, &today()))
}

#[test]
fn each_partly_covered_country_asks_for_its_condition_and_no_other_does() {
    for question in QUESTIONS {
        for country in Reference::on(today().today).countries("adequate") {
            let answers = chosen(question, &format!("treaty={}", country.code), "");
            let (code, name) = (country.code.to_lowercase(), &country.name);
            let expected = [
                (
                    format!("meets_{code}"),
                    format!("Select if you meet the condition for {name}"),
                ),
                (
                    format!("how_{code}"),
                    format!("Enter how you meet the condition for {name}, or why not"),
                ),
            ];
            let expected = if country.partial { &expected[..] } else { &[] };
            assert_eq!(errors(question, &answers, &today()), expected, "{name}");
            let state = state(question, &answers);
            let is_complete = state == Some(TaskState::Complete);
            assert_eq!(is_complete, !country.partial, "{name}");
        }
    }
}

#[test]
fn an_answer_about_one_country_is_none_about_another() {
    let both = "treaty=CA;treaty=US";
    let of_canada = format!("meets_ca=yes;how_ca={HOW}");
    for question in QUESTIONS {
        let answers = chosen(question, both, &of_canada);
        let missing = errors(question, &answers, &today());
        let fields: Vec<&str> = missing.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["meets_us", "how_us"]);
        assert!(
            missing
                .iter()
                .all(|(_, text)| text.contains("United States"))
        );
        assert_eq!(state(question, &answers), Some(TaskState::InProgress));
        let said = format!("{of_canada};meets_us=not_sure;how_us={HOW}");
        let answers = chosen(question, both, &said);
        assert_eq!(state(question, &answers), Some(TaskState::Complete));
        // Too little is said of one of them.
        let said = format!("{of_canada};meets_us=yes;how_us=n");
        let short = errors(question, &chosen(question, both, &said), &today());
        let message = "Your text about United States must be 20 characters or more";
        assert_eq!(short, [("how_us".to_owned(), message.to_owned())]);
    }
}

#[test]
fn the_condition_is_part_of_what_is_told_and_signed() {
    let set = code_of_practice();
    let said = format!("meets_jp=yes;how_jp={HOW}");
    let answers = chosen("2a", "treaty=JP", &said);
    let rows = set.form_rows(&answers);
    let row = rows.iter().find(|row| row.question.starts_with("Japan: "));
    let row = row.map(|row| (row.question.as_str(), row.answer.as_str()));
    let label = "Japan: only data under Japan’s APPI law are covered. Do you meet this?";
    assert_eq!(row, Some((label, "Yes")));
    assert!(
        set.canonical(&answers)
            .to_string()
            .contains(r#""meets_jp":["yes"]"#)
    );
    // Every partly covered country has its own words, and no name of a placeholder is left.
    for country in all_countries().iter().filter(|country| country.partial) {
        let condition = country.condition.as_deref().unwrap_or_default();
        let asked = rows.iter().any(|row| row.question.contains(condition));
        assert!(asked, "{}", country.name);
    }
    for (_, page) in set.pages() {
        for field in page.fields.iter().filter(|field| field.about.is_some()) {
            let texts = field.errors.values().chain([&field.id, &field.label]);
            for text in texts.chain(&field.hint) {
                let left = ["{code}", "{country}", "{condition}"];
                assert!(left.iter().all(|name| !text.contains(name)), "{text}");
            }
        }
    }
}

#[test]
fn what_is_said_of_a_country_stays_when_the_country_goes_and_comes_back() {
    let set = code_of_practice();
    let said = format!("meets_us=no;how_us={HOW}");
    let mut answers = chosen("2a", "treaty=US;treaty=CH", &said);
    answers.insert("security/2a/countries", 0, pairs("treaty=CH"));
    assert!(!set.canonical(&answers).to_string().contains(HOW));
    assert_eq!(state("2a", &answers), Some(TaskState::Complete));
    let stored = answers.get("security/2a/conditions", 0);
    assert_eq!(stored, Some(&pairs(&said)));
    answers.insert("security/2a/countries", 0, pairs("treaty=US"));
    assert!(set.canonical(&answers).to_string().contains(HOW));
    // Somebody who changes the countries is told what would go.
    let gone = set.dependents("security/2a/countries", &answers);
    assert!(gone.iter().any(|one| one.answer == HOW));
}

#[test]
fn a_condition_that_does_not_count_on_the_day_need_not_be_answered() {
    let before = Reference::on(day("2023-10-11"));
    let answers = chosen("2a", "treaty=US", "");
    assert_eq!(errors("2a", &answers, &before), []);
    assert_eq!(errors("2a", &answers, &today()).len(), 2);
}

fn revision(number: u32) -> &'static QuestionSet {
    let mut sets = questions::sets().iter();
    match sets.find(|set| set.id == "psn-cop" && set.revision == number) {
        Some(set) => set,
        None => panic!("there is no revision {number}"),
    }
}

#[test]
fn the_revision_before_asks_as_it_did_and_its_text_is_not_taken_for_an_answer()
-> Result<(), NotRecognised> {
    let (then, now) = (revision(3), code_of_practice());
    let mut answers = northwind();
    answers.insert("security/2a", 0, pairs("answer=treaty"));
    let both = [("treaty", "CA"), ("treaty", "US"), ("conditions", HOW)];
    answers.insert("security/2a/countries", 0, values(&both));
    let judged = then.baseline("2a", &answers, &today());
    assert_eq!(judged.map(|judged| judged.rule), Some("partial".to_owned()));
    assert_eq!(now.baseline("2a", &answers, &today()), None);
    // The change is told: what was asked only then.
    let changes = now.reworded_since(then, "security/2a/countries");
    let gone: Vec<(&str, &str)> = changes
        .iter()
        .map(|change| (change.then.as_str(), change.now.as_str()))
        .collect();
    let label = "If a country is only partly covered, how do you meet its condition?";
    assert_eq!(gone, [(label, "")]);
    // A filled-in form of then is read, but for that text, which is told.
    let rows = [
        ["Reference", "Question", "Your answer"],
        [
            "security/2a#answer",
            "",
            "A country with a suitable data protection treaty",
        ],
        ["security/2a/countries#treaty", "", "Canada"],
        ["security/2a/countries#conditions", label, HOW],
        ["security/2a/conditions#meets_ca", "", "not sure"],
    ];
    let rows = rows.map(|row| row.map(str::to_owned).to_vec());
    let found = now.read_rows(&rows)?;
    let pages: Vec<&str> = found.pages.iter().map(|page| page.page.as_str()).collect();
    assert_eq!(
        pages,
        [
            "security/2a",
            "security/2a/countries",
            "security/2a/conditions"
        ]
    );
    assert_eq!(found.pages[2].values, pairs("meets_ca=not_sure"));
    let unused: Vec<(&str, Why)> = found
        .unused
        .iter()
        .map(|unused| (unused.text.as_str(), unused.why))
        .collect();
    assert_eq!(unused, [(HOW, Why::NotAsked)]);
    Ok(())
}
