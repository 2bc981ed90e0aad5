//! The device flow: [RFC 8628](https://www.rfc-editor.org/rfc/rfc8628).

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;
use serde_json::json;

use crate::stand_in::oauth::asked::Decision;
use crate::stand_in::oauth::server::{No, Server};
use crate::stand_in::oauth::settings::{later, seconds};
use crate::stand_in::oauth::store::Device;
use crate::stand_in::refusal::json_response;
use crate::stand_in::values::Values;

/// The time for which a device code waits.
const WAITS: Duration = Duration::from_secs(600);

/// How much slower a client is asked to be that is too fast (RFC 8628, section 3.5).
const SLOWER: Duration = Duration::from_secs(5);

impl Server {
    /// RFC 8628, section 3.2.
    pub(super) fn device(
        &mut self,
        values: &Values,
        base: &str,
        now: SystemTime,
    ) -> Result<http::Response<Bytes>, No> {
        let client = self.client(values)?;
        let (device_code, user_code) = (self.store.made("device-code"), self.store.made("user"));
        let user_code = user_code.to_ascii_uppercase().replacen("PLANTED-", "", 1);
        let interval = Duration::from_secs(5);
        let device = Device {
            user_code: user_code.clone(),
            client,
            scope: values.word("scope"),
            until: later(now, WAITS),
            interval,
            asked: None,
            decision: None,
        };
        self.store.devices.insert(device_code.clone(), device);
        let page = format!("{base}/device");
        let body = json!({
            "device_code": device_code,
            "user_code": user_code,
            "verification_uri": page,
            "verification_uri_complete": format!("{page}?user_code={user_code}"),
            "expires_in": seconds(WAITS),
            "interval": seconds(interval),
        });
        Ok(json_response(StatusCode::OK, &body))
    }

    /// Notes what a person decides who enters a user code. Tells whether a device waits for it.
    pub(crate) fn entered(&mut self, user_code: &str, decision: Decision) -> bool {
        let mut devices = self.store.devices.values_mut();
        let device = devices.find(|device| device.user_code == user_code);
        device.map(|device| device.decision = Some(decision)).is_some()
    }

    /// What a device gets that asks: its client and its scope once, or why not yet (RFC 8628, section 3.5).
    pub(super) fn polled(
        &mut self,
        device_code: &str,
        client: &str,
        now: SystemTime,
    ) -> Result<(String, Option<String>), No> {
        let Some(device) = self.store.devices.get_mut(device_code) else {
            return Err(No::new("invalid_grant", "the device code is unknown or used up"));
        };
        if device.client != client {
            return Err(No::new("invalid_grant", "the device code is for another client"));
        }
        if device.until <= now {
            return Err(No::new("expired_token", "the device code has expired"));
        }
        let before = device.asked.replace(now);
        match device.decision {
            Some(Decision::Denies) => Err(No::new("access_denied", "the person said no")),
            Some(Decision::Allows) => {
                let device = self.store.devices.remove(device_code);
                let device = device.map(|device| (device.client, device.scope));
                device.ok_or(No::new("invalid_grant", "the device code is used up"))
            }
            None if before.is_some_and(|before| now < later(before, device.interval)) => {
                device.interval += SLOWER;
                Err(No::new("slow_down", "the device asks too often"))
            }
            None => Err(No::new("authorization_pending", "nobody has decided yet")),
        }
    }
}
