//! What suppliers of the demonstration look up in the registers while they answer.

use super::SeedError;
use super::filling::{Application, Filling};
use domain::id::InfrastructureId;
use domain::reference::ServiceCode;
use domain::when;
use questions::{FieldKind, Page, Values, first_of};
use service::applications::Form;
use store::Context;

impl Filling<'_> {
    /// Adds the codes of the host's services that the service uses: those of them that have a
    /// certificate by now.
    pub(super) async fn name_host_services(
        &self,
        application: &Application<'_>,
        page: &Page,
        values: &mut Values,
    ) -> Result<(), SeedError> {
        let used = &application.service.uses;
        let mut fields = page.fields.iter();
        let field = fields.find(|field| matches!(field.kind, FieldKind::ServiceCodes { .. }));
        let Some(field) = field.filter(|_| !used.is_empty()) else {
            return Ok(());
        };
        let suppliers: Vec<_> = self.organisations.values().copied().collect();
        let certificates = self.app.store.certificates_of(&suppliers).await?;
        let code_of = |name: &String| {
            let mut certificates = certificates.iter();
            let certified = certificates.find(|certificate| certificate.service_name == *name);
            let code = certified.map(|certificate| certificate.service_code.clone());
            code.or_else(|| Some(ServiceCode::parse(name)?.to_string()))
        };
        let codes: Vec<String> = used.iter().filter_map(code_of).collect();
        if !codes.is_empty() {
            values.insert(field.id.clone(), vec![codes.join("\n")]);
        }
        Ok(())
    }

    /// Adds what the register of infrastructure knows of the chosen entry.
    pub(super) async fn fill_from_register(
        &self,
        form: &Form,
        page: &Page,
        values: &mut Values,
    ) -> Result<(), SeedError> {
        let mut fields = page.fields.iter();
        let lookup = fields.find(|field| matches!(field.kind, FieldKind::Lookup { .. }));
        let chosen = lookup
            .and_then(|field| first_of(values, &field.id))
            .and_then(InfrastructureId::parse);
        let Some(id) = chosen else { return Ok(()) };
        let mut tx = self.app.store.read(Context::of(&form.actor)).await?;
        let entry = store::infrastructures::find(&mut tx, id).await?;
        let entry = entry.ok_or_else(|| SeedError::stuck("no such infrastructure", &page.id))?;
        for (field, value) in [
            ("name", entry.name),
            ("owner", entry.owner_name),
            ("certificate_number", entry.certificate_number),
            ("certificate_expires", when::iso_date(entry.valid_to)),
        ] {
            values.insert(field.to_owned(), vec![value]);
        }
        Ok(())
    }
}
