//! Turns the texts of the variables into the configuration.

use super::{Blobs, Brand, Clamd, Config, DatabaseUrl, MailServer, PublicUrl, Variables};
use domain::email::EmailAddress;
use domain::network::{NotARange, Range};
use service::passwords::Rules;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Reads one variable after the other and collects what is wrong.
pub(super) struct Reader<'a> {
    pub(super) variables: &'a Variables,
    pub(super) problems: &'a mut Vec<String>,
}

impl Reader<'_> {
    /// None only if there is a problem.
    pub(super) fn config(&mut self) -> Option<Config> {
        let public_url = self.read("PSN_PUBLIC_URL", PublicUrl::parse);
        let brand = self.read("PSN_BRAND", |text| match text {
            "generic" => Ok(Brand::Generic),
            "govuk" => Ok(Brand::Govuk),
            _ => Err("must be \"generic\" or \"govuk\"".to_owned()),
        });
        let is_demonstration = self.read("PSN_DEMO", |text| match text {
            "1" => Ok(true),
            _ => Err("is set by \"psn-cop demo\" alone: unset it".to_owned()),
        });
        let bind = self.read("PSN_BIND", socket_address);
        let config = Config {
            database: self.read("DATABASE_URL", |text| {
                DatabaseUrl::parse(text).map_err(|problem| problem.replacen("DATABASE_URL ", "", 1))
            }),
            trusted_proxies: self.read("PSN_TRUSTED_PROXIES", ranges).unwrap_or_default(),
            bind: bind.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))),
            public_url: public_url.unwrap_or_default(),
            password_rules: self.password_rules(),
            brand: brand.unwrap_or(Brand::Generic),
            mail_server: self.read("PSN_SMTP_URL", MailServer::parse),
            mail_from: self.read("PSN_MAIL_FROM", email_address),
            team_email: self.read("PSN_TEAM_EMAIL", email_address),
            blobs: self.read("PSN_BLOBS_URL", Blobs::parse),
            bucket_settings: self.variables.of_buckets(),
            clamd: self.read("PSN_CLAMD", Clamd::parse),
            secrets_dir: self.read("PSN_SECRETS_DIR", |text| Ok(PathBuf::from(text))),
            metrics_bind: self.read("PSN_METRICS_BIND", socket_address),
            is_demonstration: is_demonstration.unwrap_or(false),
        };
        if config.brand == Brand::Govuk && !config.public_url.is_gov_uk() {
            self.problems.push(
                "PSN_BRAND is \"govuk\", which is only for addresses on gov.uk: use \"generic\", \
                 or a PSN_PUBLIC_URL on gov.uk"
                    .to_owned(),
            );
        }
        if config.is_demonstration && !config.public_url.is_loopback() {
            self.problems.push(
                "the demonstration is only for this machine: unset PSN_DEMO, or set \
                 PSN_PUBLIC_URL to http://localhost and a port"
                    .to_owned(),
            );
        }
        self.problems.is_empty().then_some(config)
    }

    fn password_rules(&mut self) -> Rules {
        let rules = self.read("PSN_PASSWORD_MIN_LENGTH", |text| {
            let length = text.parse().map_err(|_| "must be a number, such as 12")?;
            Rules::with_minimum_length(length).map_err(|_| "must be from 8 to 128".to_owned())
        });
        let is_relaxing = self.read("PSN_PASSWORD_PROFILE", |text| match text {
            "csp10-strict" => Ok(false),
            "modern-with-second-factor" => Ok(true),
            _ => Err("must be \"csp10-strict\" or \"modern-with-second-factor\"".to_owned()),
        });
        let rules = rules.unwrap_or_default();
        if is_relaxing == Some(true) {
            return rules.relaxing_with_second_factor();
        }
        rules
    }

    fn read<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        match parse(self.variables.get(name)?) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.problems.push(format!("{name} {problem}"));
                None
            }
        }
    }
}

fn ranges(text: &str) -> Result<Vec<Range>, String> {
    text.split(',')
        .map(|range| {
            range
                .trim()
                .parse()
                .map_err(|error: NotARange| error.to_string())
        })
        .collect()
}

fn socket_address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "must be an IP address and a port, such as 127.0.0.1:8080".to_owned())
}

fn email_address(text: &str) -> Result<EmailAddress, String> {
    EmailAddress::parse(text)
        .map_err(|_| "must be one e-mail address, such as name@example.com".to_owned())
}
