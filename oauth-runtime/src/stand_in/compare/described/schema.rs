//! The members of a body's schema.

use std::collections::BTreeMap;

use serde_json::Value;

use super::document::{Document, MAX_DEPTH, elements};
use crate::stand_in::compare::difference::Difference;

/// What a schema says of one value.
#[derive(Clone, Debug, Default)]
pub(super) struct Member {
    pub(super) required: bool,
    pub(super) values: Vec<String>,
    pub(super) default: Option<String>,
}

/// The members of an object.
pub(super) type Members = BTreeMap<String, Member>;

impl<'a> Document<'a> {
    /// Reads what a schema says of a value: those that it can have, and the default.
    pub(super) fn member(&mut self, schema: &'a Value) -> Member {
        self.member_at(schema, 0)
    }

    fn member_at(&mut self, schema: &'a Value, depth: usize) -> Member {
        if depth > MAX_DEPTH {
            return Member::default();
        }
        let default = schema.get("default").and_then(text);
        let Some(schema) = self.resolve(schema) else { return Member::default() };
        let mut values: Vec<String> = elements(schema.get("enum")).filter_map(text).collect();
        values.extend(schema.get("const").and_then(text));
        let mut member = Member {
            required: false,
            values,
            default: default.or_else(|| schema.get("default").and_then(text)),
        };
        // A default is often written around a reference to the type.
        for part in elements(schema.get("allOf")) {
            let part = self.member_at(part, depth + 1);
            member.values.extend(part.values);
            member.default = member.default.or(part.default);
        }
        member
    }

    /// Reads the members of an object.
    pub(super) fn members(&mut self, schema: &'a Value, depth: usize) -> Members {
        let mut members = Members::new();
        if depth > MAX_DEPTH {
            self.unreadable.push(Difference::unreadable("a schema is nested too deep"));
            return members;
        }
        let Some(schema) = self.resolve(schema) else { return members };
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            if property.get("readOnly").and_then(Value::as_bool) != Some(true) {
                members.insert(name.clone(), self.member(property));
            }
        }
        for part in elements(schema.get("allOf")) {
            for (name, member) in self.members(part, depth + 1) {
                add(&mut members, name, member);
            }
        }
        for choice in ["oneOf", "anyOf"] {
            let alternatives: Vec<Members> = elements(schema.get(choice))
                .map(|alternative| self.members(alternative, depth + 1))
                .collect();
            for (name, member) in either(alternatives) {
                add(&mut members, name, member);
            }
        }
        for name in elements(schema.get("required")).filter_map(Value::as_str) {
            if let Some(member) = members.get_mut(name) {
                member.required = true;
            }
        }
        members
    }
}

/// Adds a member to those that are there: what one of both asks for is needed.
fn add(members: &mut Members, name: String, member: Member) {
    let there = members.entry(name).or_default();
    there.required |= member.required;
    there.values.extend(member.values);
    there.default = there.default.take().or(member.default);
}

/// Returns the members of one of several objects: what each of them asks for is needed.
pub(super) fn either(alternatives: Vec<Members>) -> Members {
    let count = alternatives.len();
    let mut all = Members::new();
    let mut needed: BTreeMap<String, usize> = BTreeMap::new();
    for (name, mut member) in alternatives.into_iter().flatten() {
        *needed.entry(name.clone()).or_default() += usize::from(member.required);
        member.required = false;
        add(&mut all, name, member);
    }
    for (name, member) in &mut all {
        member.required = needed.get(name) == Some(&count);
        member.values.sort();
        member.values.dedup();
    }
    all
}

/// Returns the text that a value is sent as.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}
