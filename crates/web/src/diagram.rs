//! The drawing of a list with its table, for whoever reads the list.

use govuk::HubDiagram;
use questions::{Answers, QuestionSet, Task};

/// The drawing and its table, if the set has one for this task and there is something to draw.
pub fn of(set: &'static QuestionSet, task: &Task, answers: &Answers) -> Option<HubDiagram> {
    let drawing = set.drawing(task, answers)?;
    let columns = drawing.columns;
    let diagram = HubDiagram::new("diagram", drawing.title, drawing.middle)
        .columns(&columns.name, &columns.kind, &columns.direction)
        .column(&columns.passes)
        .column(&columns.controls);
    Some(drawing.ends.into_iter().fold(diagram, |diagram, end| {
        let said = (end.passes, end.controls);
        diagram
            .end(
                end.name,
                end.kind,
                end.direction,
                end.is_inwards,
                end.is_outwards,
            )
            .saying(said.0)
            .saying(said.1)
    }))
}
