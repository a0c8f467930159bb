//! What nobody means to do: too long a text, two who save at the same moment, and what is chosen then.

use super::steps::{PLACES, Step};
use super::{Conversation, PEOPLE, send};

impl Conversation<'_> {
    /// Presses "Save and continue" with too long a text. The last form stays what it was.
    pub async fn send_too_much(&mut self, step: Step, text: String) {
        let Step { who, page, .. } = step;
        let (_, field, others, _) = PLACES[page];
        let mut fields = others.to_vec();
        fields.push((field, &text));
        let shown = self.shown(who, page);
        let answer = shown.press_all("Save and continue", &fields).await;
        // 409: it is not asked any more, or cannot be changed.
        assert!([409, 422].contains(&answer.status()), "{}", answer.text());
        self.sent.push((who, text));
    }

    /// Two save at the same moment.
    pub async fn race(&mut self, step: Step) {
        let Step { who, page, .. } = step;
        let other = (who + 1) % PEOPLE;
        if !self.make_open(who, page).await || !self.make_open(other, page).await {
            return;
        }
        let (mine, theirs) = (self.text(who), self.text(other));
        let answers = tokio::join!(
            send(self.shown(who, page), page, &mine),
            send(self.shown(other, page), page, &theirs)
        );
        let theirs_step = Step { who: other, ..step };
        self.note_taken(step, &mine, &answers.0);
        self.note_taken(theirs_step, &theirs, &answers.1);
        self.note(step, mine, answers.0).await;
        self.note(theirs_step, theirs, answers.1).await;
    }

    /// Chooses on the page that shows both answers; half of the time after typing into the box that
    /// holds both texts, whatever is chosen then.
    pub async fn choose(&mut self, step: Step, keep: &'static str) {
        let Step { who, page, .. } = step;
        let Some(both) = self.people[who].both[page].take() else {
            return;
        };
        if !both.body().contains(&format!("value=\"{keep}\"")) {
            self.people[who].both[page] = Some(both);
            return;
        }
        let name = format!("combined-{}", PLACES[page].1);
        let is_edited = step.restores && both.body().contains(&format!("name=\"{name}\""));
        let made = self.text(who);
        let mut fields = vec![("keep", keep)];
        if is_edited {
            fields.push((&name, &made));
        }
        let answer = both.press_all("Save and continue", &fields).await;
        if is_edited {
            self.sent.push((who, made));
        }
        match answer.status() {
            303 => self.people[who].open[page] = None,
            409 => self.people[who].both[page] = Some(answer),
            // Both texts together are too long for one field: the page says so, and nothing is saved.
            422 => assert_eq!(keep, "both", "{}", answer.text()),
            other => panic!("{other}: {}", answer.text()),
        }
    }
}
