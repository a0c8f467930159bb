//! The drawing of a list, for whoever reads the list.

use govuk::HubDiagram;
use questions::{Answers, QuestionSet, Task};

/// The drawing, if the set has one for this task and there is something to draw.
pub fn of(set: &'static QuestionSet, task: &Task, answers: &Answers) -> Option<HubDiagram> {
    let drawing = set.drawing(task, answers)?;
    let diagram = HubDiagram::new("diagram", drawing.title, drawing.middle);
    Some(drawing.ends.into_iter().fold(diagram, |diagram, end| {
        diagram.end(
            end.name,
            end.kind,
            end.direction,
            end.is_inwards,
            end.is_outwards,
        )
    }))
}
