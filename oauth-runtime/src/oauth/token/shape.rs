//! Where a declaration says that the members of a response are.

use secrecy::zeroize::Zeroizing;

use crate::description::{Endpoint, Literal, Refusal, TimeFormat, TokenMember, TokenPlace};
use crate::oauth::lenient::number::{Form, Number};
use crate::oauth::lenient::value::{LenientValue, Oddity};
use crate::oauth::place::{Place, for_each_below, for_each_child};
use crate::oauth::token::extra::Extra;
use crate::oauth::token::known::Known;
use crate::oauth::token::names::{self, Names, for_each_member};

/// What a declaration says of where the members of a response are. By itself: where the RFC has them.
#[derive(Clone, Copy, Default)]
pub(crate) struct Shape {
    places: &'static [TokenPlace],
    refusal: Option<&'static Refusal>,
}

/// What a name leads to.
enum Step {
    Here(Known),
    /// On to a member that is further inside.
    Inside(&'static Place),
    Elsewhere,
}

/// What is found inside a member.
pub(super) enum Found<'n, 'de> {
    /// What the declaration places there, with its own name.
    Member(Known, &'n str, LenientValue<'de>),
    /// Another member that came more than once, by the names on the way.
    Repeated(String),
    /// Another member that nothing can hold, by the names on the way.
    Unreadable(String),
    /// Whether the member that tells of refusals tells of one.
    Refusal(bool),
}

impl Shape {
    pub(crate) fn of(endpoint: &'static Endpoint) -> Self {
        let places = endpoint.token.as_ref().map_or(&[][..], |token| token.places);
        Self { places, refusal: endpoint.refusal() }
    }

    pub(crate) const fn is_standard(&self) -> bool {
        self.places.is_empty() && self.refusal.is_none()
    }

    /// Tells whether this member has a place of its own.
    pub(super) fn places(&self, member: TokenMember) -> bool {
        self.places.iter().any(|place| place.member == member)
    }

    /// How a time is written.
    pub(super) fn time(&self, member: TokenMember) -> TimeFormat {
        let place = self.places.iter().find(|place| place.member == member);
        place.map_or(TimeFormat::Seconds, |place| place.time)
    }

    /// What a member is by its name.
    pub(super) fn known(&self, name: &str) -> Option<Known> {
        let is_placed =
            |known: Known| self.places.iter().any(|place| Known::from(place.member) == known);
        match self.step(&[], name) {
            Step::Here(known) => Some(known),
            _ => Known::of(name).filter(|known| !is_placed(*known)),
        }
    }

    /// Tells whether a refusal is told by this member, or by one that is inside it.
    pub(crate) fn may_refuse(&self, name: &str) -> bool {
        self.refusal.is_some_and(|refusal| refusal.member.first() == Some(&name))
    }

    /// Tells whether a refusal is told by the `error` of RFC 6749, or what its code is.
    pub(super) fn says_what_error_means(&self) -> bool {
        let is_error = |place: &Place| place.first() == Some(&"error");
        self.refusal.is_some_and(|refusal| is_error(refusal.member) || is_error(refusal.code))
    }

    /// Finds what the declaration places inside this member, at whatever depth.
    pub(super) fn look_into<'de>(
        &self,
        name: &str,
        value: &LenientValue<'de>,
        found: &mut dyn FnMut(Found<'_, 'de>),
    ) {
        if let Some(refusal) = self.refusal
            && let Some((first, rest)) = refusal.member.split_first()
            && *first == name
        {
            for_each_below(value.clone(), rest, &mut |value| {
                if !value.is_blank() {
                    found(Found::Refusal(!refusal.permits(&value)));
                }
            });
        }
        if let Step::Inside(way) = self.step(&[], name) {
            self.look_below(way, value, found);
        }
    }

    /// Finds what is inside a value to which this way leads.
    fn look_below<'de>(
        &self,
        way: &'static Place,
        value: &LenientValue<'de>,
        found: &mut dyn FnMut(Found<'_, 'de>),
    ) {
        let is_unreadable =
            |value: &LenientValue<'_>| value.oddity() == Some(Oddity::Unrepresentable);
        if !value.is_filled_object() && !value.is_list() {
            if is_unreadable(value) {
                found(Found::Unreadable(way.join(".")));
            }
            return;
        }
        let Some(json) = value.as_borrowed() else { return };
        let mut names = Names::default();
        for_each_child(json, |name, value| match self.step(way, name) {
            Step::Here(known) => found(Found::Member(known, name, value)),
            Step::Inside(inner) => {
                names.note(name);
                self.look_below(inner, &value, found);
            }
            Step::Elsewhere => {
                names.note(name);
                if is_unreadable(&value) {
                    found(Found::Unreadable(format!("{}.{name}", way.join("."))));
                }
            }
        });
        for name in names.repeated(json) {
            found(Found::Repeated(format!("{}.{name}", way.join("."))));
        }
    }

    /// Tells whether the declaration places something inside this member.
    pub(super) fn leads_inside(&self, name: &str) -> bool {
        matches!(self.step(&[], name), Step::Inside(_))
    }

    /// Returns a member without what the declaration places inside it: what is left is nothing that this crate knows.
    pub(super) fn without_places<'de>(
        &self,
        name: &str,
        value: LenientValue<'de>,
    ) -> LenientValue<'de> {
        match self.step(&[], name) {
            Step::Inside(way) => self.without_those_below(way, value),
            _ => value,
        }
    }

    fn without_those_below<'de>(
        &self,
        way: &'static Place,
        value: LenientValue<'de>,
    ) -> LenientValue<'de> {
        let Some(json) = value.as_borrowed() else { return value };
        let mut rest = Extra::default();
        let is_object = for_each_member(json, |name, value| match self.step(way, name) {
            Step::Here(_) => {}
            Step::Inside(way) => rest.push(name, &self.without_those_below(way, value)),
            Step::Elsewhere => rest.push(name, &value),
        });
        if is_object { LenientValue::wiped(rest.into_json()) } else { value }
    }

    /// Writes an object again, of which each member counts once, the last one; likewise each object on the way to what the
    /// declaration places. Nothing where none came twice, or where what was read is no object to its end.
    pub(crate) fn without_repeated(&self, json: &str) -> Option<Zeroizing<String>> {
        self.without_repeated_after(&[], json)
    }

    fn without_repeated_after(&self, way: &'static Place, json: &str) -> Option<Zeroizing<String>> {
        let mut to_come = names::count_members(json, names::repeated_in(json));
        let mut is_changed = !to_come.is_empty();
        let mut written = Extra::default();
        let is_whole = for_each_member(json, |name, value| {
            match to_come.get_mut(name) {
                Some(count) if *count > 1 => {
                    *count -= 1;
                    return;
                }
                _ => {}
            }
            let inner = match self.step(way, name) {
                Step::Inside(way) => self.without_repeated_after(way, value.json()),
                _ => None,
            };
            is_changed |= inner.is_some();
            written.push(name, &inner.map_or(value, LenientValue::wiped));
        });
        (is_whole && is_changed).then(|| written.into_json())
    }

    /// What a name leads to after others.
    fn step(&self, way: &Place, name: &str) -> Step {
        let mut inside = Step::Elsewhere;
        for place in self.places {
            let after = place.place.strip_prefix(way).and_then(<[_]>::split_first);
            match after {
                Some((first, [])) if *first == name => return Step::Here(place.member.into()),
                Some((first, _)) if *first == name => {
                    let way = place.place.get(..=way.len()).unwrap_or_default();
                    inside = Step::Inside(way);
                }
                _ => {}
            }
        }
        inside
    }
}

impl Refusal {
    /// Tells whether a value is the one that is no refusal.
    pub(crate) fn permits(&self, value: &LenientValue<'_>) -> bool {
        let (Some(except), Some(text)) = (self.except, value.scalar()) else { return false };
        match except {
            Literal::Text(expected) => text.as_str() == expected,
            Literal::Unquoted(expected) => {
                let whole = |text| {
                    Number::read(text).filter(|it| it.form != Form::Fraction).map(|it| it.floor)
                };
                let number = whole(expected);
                text.as_str() == expected || (number.is_some() && number == whole(text.as_str()))
            }
        }
    }
}
