//! What `tracing`, and with it `log`, is told on one thread: every span and event of every crate, at every level.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Metadata, Subscriber};
use tracing_log::NormalizeEvent as _;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::{LookupSpan, SpanRef};

/// Records what is told on this thread until it is dropped.
#[must_use = "nothing is recorded after it is dropped"]
#[derive(Debug)]
pub struct Traces {
    told: Arc<Mutex<Vec<Told>>>,
    _until_dropped: DefaultGuard,
}

/// A span or an event.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Told {
    /// Whether it is a span; else an event.
    pub is_span: bool,
    /// The module, or the name that the crate gives instead.
    pub target: String,
    /// The name; without meaning for an event.
    pub name: String,
    /// The level, such as `INFO`.
    pub level: String,
    /// Names and values in the order they were told, a later value of the same field after the earlier one.
    pub fields: Vec<(String, String)>,
    /// The place, among all that was told, of the span around it.
    pub inside: Option<usize>,
    /// How often a span was entered and left.
    pub entered: [usize; 2],
    /// Whether a span has ended.
    pub closed: bool,
}

impl Traces {
    /// Begins to record.
    pub fn record() -> Self {
        static LOG: Once = Once::new();
        LOG.call_once(|| drop(tracing_log::LogTracer::init()));
        let told = Arc::default();
        let recorder = Recorder(Arc::clone(&told));
        let subscriber = tracing_subscriber::registry().with(recorder);
        Self { told, _until_dropped: tracing::subscriber::set_default(subscriber) }
    }

    /// Gives all that was told so far.
    #[must_use]
    pub fn told(&self) -> Vec<Told> {
        lock(&self.told).clone()
    }

    /// Gives the spans of this target, in the order they began.
    #[must_use]
    pub fn spans(&self, target: &str) -> Vec<Told> {
        self.told().into_iter().filter(|told| told.is_span && told.target == target).collect()
    }

    /// Gives the events of this target, in their order.
    #[must_use]
    pub fn events(&self, target: &str) -> Vec<Told> {
        self.told().into_iter().filter(|told| !told.is_span && told.target == target).collect()
    }
}

impl Told {
    fn new(metadata: &Metadata<'_>, is_span: bool) -> Self {
        Self {
            is_span,
            target: metadata.target().to_owned(),
            name: metadata.name().to_owned(),
            level: metadata.level().to_string(),
            fields: Vec::new(),
            inside: None,
            entered: [0, 0],
            closed: false,
        }
    }

    /// Gives the value of a field.
    ///
    /// # Panics
    ///
    /// When it was told twice.
    #[must_use]
    #[track_caller]
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut values = self.fields.iter().filter(|(own, _)| own == name);
        let value = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "`{name}` was told twice: {self:?}");
        value
    }

    /// Gives the names of the fields that were told, in order.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.fields.iter().map(|(name, _)| name.as_str()).collect()
    }
}

fn lock<T>(told: &Mutex<T>) -> MutexGuard<'_, T> {
    told.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Recorder(Arc<Mutex<Vec<Told>>>);

/// The place of a span among all that was told.
struct Place(usize);

fn place<S: for<'span> LookupSpan<'span>>(span: &SpanRef<'_, S>) -> Option<usize> {
    span.extensions().get().map(|Place(at)| *at)
}

impl Recorder {
    fn change<S>(&self, id: &Id, context: &Context<'_, S>, change: impl FnOnce(&mut Told))
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        let place = context.span(id).and_then(|span| place(&span));
        if let Some(told) = lock(&self.0).get_mut(place.unwrap_or(usize::MAX)) {
            change(told);
        }
    }
}

impl<S: Subscriber + for<'span> LookupSpan<'span>> Layer<S> for Recorder {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut told = Told::new(attributes.metadata(), true);
        attributes.record(&mut Fields(&mut told.fields));
        let Some(span) = context.span(id) else { return };
        told.inside = span.parent().and_then(|parent| place(&parent));
        let mut all = lock(&self.0);
        span.extensions_mut().insert(Place(all.len()));
        all.push(told);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        self.change(id, &context, |told| values.record(&mut Fields(&mut told.fields)));
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let normalized = event.normalized_metadata();
        let mut told = Told::new(normalized.as_ref().unwrap_or(event.metadata()), false);
        event.record(&mut Fields(&mut told.fields));
        told.inside =
            context.event_span(event).and_then(|span| span.extensions().get().map(|Place(at)| *at));
        lock(&self.0).push(told);
    }

    fn on_enter(&self, id: &Id, context: Context<'_, S>) {
        self.change(id, &context, |told| told.entered[0] += 1);
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        self.change(id, &context, |told| told.entered[1] += 1);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        self.change(&id, &context, |told| told.closed = true);
    }
}

struct Fields<'a>(&'a mut Vec<(String, String)>);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push((field.name().to_owned(), value.to_owned()));
    }

    fn record_bytes(&mut self, field: &Field, value: &[u8]) {
        self.record_str(field, &String::from_utf8_lossy(value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}
