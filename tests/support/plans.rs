//! How PostgreSQL carried out what pages asked: the plans that `auto_explain` sends along, read
//! as they pass.

use serde_json::Value;
use std::collections::BTreeMap;

/// What stands before a plan in a notice of `auto_explain`.
const BEFORE_PLAN: &str = "plan:\n";

/// One plan as it was carried out, functions' own statements apart.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The statement.
    pub statement: String,
    root: Value,
}

/// One node of a plan.
pub struct Node<'p>(&'p Value);

impl Plan {
    /// The plan in this message of the server, if it is one
    /// (PostgreSQL documentation, 55.8 "Error and Notice Message Fields").
    pub(crate) fn of_notice(body: &[u8]) -> Option<Self> {
        let message = body
            .split(|byte| *byte == 0)
            .find(|field| field.starts_with(b"M"))?;
        let text = String::from_utf8_lossy(&message[1..]);
        let (_, plan) = text.split_once(BEFORE_PLAN)?;
        let explained: Value = serde_json::from_str(plan).unwrap();
        Some(Self {
            statement: explained["Query Text"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            root: explained["Plan"].clone(),
        })
    }

    /// Pages of 8 kB that were looked at, found in memory or not.
    pub fn buffers(&self) -> u64 {
        buffers(&self.root)
    }

    /// Every node, the outermost first.
    pub fn nodes(&self) -> Vec<Node<'_>> {
        let mut nodes = vec![Node(&self.root)];
        let mut next = 0;
        while let Some(Node(node)) = nodes.get(next) {
            let children = node["Plans"].as_array();
            nodes.extend(children.into_iter().flatten().map(Node));
            next += 1;
        }
        nodes
    }

    /// Why the plan can't stay quick when tables grow: nodes that read a whole table of these, and
    /// sorts of more than so many rows.
    pub fn complaints(&self, growing: &BTreeMap<String, i64>, rows_max: f64) -> Vec<String> {
        let mut complaints = Vec::new();
        for node in self.nodes() {
            let table = node.text("Relation Name");
            if node.kind() == "Seq Scan" && growing.contains_key(table) {
                complaints.push(format!("reads the whole of {table}"));
            }
            if node.kind().ends_with("Sort") && node.rows_of_children() > rows_max {
                complaints.push(format!("sorts {} rows", node.rows_of_children()));
            }
            if node.removed() > rows_max {
                complaints.push(format!("reads {} rows of {table} in vain", node.removed()));
            }
        }
        complaints
    }
}

impl Node<'_> {
    fn kind(&self) -> &str {
        self.text("Node Type")
    }

    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_default()
    }

    fn number(&self, name: &str) -> f64 {
        self.0[name].as_f64().unwrap_or_default()
    }

    fn rows(&self) -> f64 {
        self.number("Actual Rows") * self.number("Actual Loops")
    }

    fn rows_of_children(&self) -> f64 {
        let children = self.0["Plans"].as_array();
        children
            .into_iter()
            .flatten()
            .map(|child| Node(child).rows())
            .sum()
    }

    /// Rows that were read and then left out.
    fn removed(&self) -> f64 {
        let removed =
            self.number("Rows Removed by Filter") + self.number("Rows Removed by Index Recheck");
        removed * self.number("Actual Loops")
    }
}

fn buffers(node: &Value) -> u64 {
    ["Shared Hit Blocks", "Shared Read Blocks"]
        .iter()
        .filter_map(|name| node[*name].as_u64())
        .sum()
}
