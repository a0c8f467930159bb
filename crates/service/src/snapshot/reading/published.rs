//! What of a signed text will be published.

use super::Reading;
use crate::issuing::service_desk_of;

impl Reading {
    /// What the register will show, by what it calls it there; beside the number and the dates of
    /// the certificate.
    pub fn published(&self) -> Vec<(&'static str, String)> {
        let asked = self.asked();
        let fact = |name| self.set.fact_in_words(name, &asked).unwrap_or_default();
        let named = self.infrastructure.name.clone().unwrap_or_default();
        let infrastructure = match &self.infrastructure.certificate_number {
            Some(number) => format!("{named} (connection certificate {number})"),
            None => named,
        };
        let rows = [
            ("Service", fact("service_name")),
            ("Supplier", self.organisation.clone()),
            ("Description", fact("description_for_users")),
            ("Provided from", infrastructure),
            ("Legal jurisdiction", fact("legal_jurisdiction")),
            ("Service management", fact("management_model")),
            ("Service desk", service_desk_of(self.set, &asked)),
        ];
        rows.into_iter()
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }
}
