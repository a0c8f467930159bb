//! Identifiers that people type: company and charity numbers, postcodes, addresses, phones.

/// Prefixes that Companies House issues before six digits.
const COMPANY_PREFIXES: &[&str] = &[
    "SC", "NI", "R0", "OC", "SO", "NC", "FC", "SF", "NF", "LP", "SL", "NL", "GE", "GS", "GN", "SE",
    "ES", "EN", "AC", "SA", "NA", "ZC", "SZ", "NZ", "RC", "IP", "SP", "NP", "RS", "CE", "CS",
];

/// Prefixes whose numbers may end with letters.
const LETTERED_ENDS: &[&str] = &["RS", "IP", "SP", "NP", "NI", "SL", "OC"];

/// Normal form of a company number: no spaces or hyphens, upper case, digits padded to eight.
///
/// `None` if the result is not eight letters and digits. Whether the pattern is usual is another
/// matter: see [`is_usual_company_number`].
pub fn company_number(typed: &str) -> Option<String> {
    let plain = plain_code(typed);
    let all_digits = plain.chars().all(|c| c.is_ascii_digit());
    let padded = if all_digits && !plain.is_empty() {
        format!("{plain:0>8}")
    } else {
        plain
    };
    let fits = padded.len() == 8 && padded.chars().all(|c| c.is_ascii_alphanumeric());
    fits.then_some(padded)
}

/// Whether a company number in normal form has a pattern that Companies House issues.
pub fn is_usual_company_number(number: &str) -> bool {
    let all_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let (Some(prefix), Some(rest)) = (number.get(..2), number.get(2..)) else {
        return false;
    };
    if number.len() != 8 {
        return false;
    }
    if all_digits(number) || (COMPANY_PREFIXES.contains(&prefix) && all_digits(rest)) {
        return true;
    }
    let letters_at_end = rest.len() == 6
        && rest.get(..4).is_some_and(all_digits)
        && rest
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    LETTERED_ENDS.contains(&prefix) && letters_at_end
}

/// Normal form of a charity number in a register; `None` if it does not fit the register.
///
/// The register is never inferred: `SC` and six digits is a Scottish charity and a Scottish
/// company.
pub fn charity_number(typed: &str, register: &str) -> Option<String> {
    match register {
        "scotland" => prefixed(typed, "SC"),
        "northern_ireland" => prefixed(typed, "NIC"),
        _ => {
            let typed = typed.split_whitespace().collect::<String>();
            let typed = typed.replace(['‐', '‑', '–'], "-");
            let (number, linked) = typed.split_once('-').unwrap_or((&typed, "0"));
            let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
            let fits = (6..=7).contains(&number.len())
                && digits(number)
                && (1..=3).contains(&linked.len())
                && digits(linked);
            // The charity itself is number 0 of those that are linked to it.
            let is_main = linked.chars().all(|c| c == '0');
            fits.then(|| if is_main { number } else { &typed }.to_owned())
        }
    }
}

fn prefixed(typed: &str, prefix: &str) -> Option<String> {
    let plain = plain_code(typed);
    let digits = plain.strip_prefix(prefix).unwrap_or(&plain);
    let fits = digits.len() == 6 && digits.chars().all(|c| c.is_ascii_digit());
    fits.then(|| format!("{prefix}{digits}"))
}

/// Normal form of a UK postcode, upper case with one space; `None` if it is not one.
pub fn uk_postcode(typed: &str) -> Option<String> {
    let plain = plain_code(typed);
    if !plain.is_ascii() || !(5..=7).contains(&plain.len()) {
        return None;
    }
    let (outward, inward) = plain.split_at(plain.len() - 3);
    let mut inward_chars = inward.chars();
    let inward_fits = inward_chars.next().is_some_and(|c| c.is_ascii_digit())
        && inward_chars.all(|c| c.is_ascii_uppercase());
    let outward_fits = outward.starts_with(|c: char| c.is_ascii_uppercase())
        && outward.chars().all(|c| c.is_ascii_alphanumeric())
        && outward.chars().any(|c| c.is_ascii_digit());
    (inward_fits && outward_fits).then(|| format!("{outward} {inward}"))
}

/// Whether this reads as an email address: one @, a name, a domain with a dot.
pub fn is_email(typed: &str) -> bool {
    let Some((name, domain)) = typed.split_once('@') else {
        return false;
    };
    let name_fits = !name.is_empty()
        && name.len() <= 64
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..")
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c));
    let labels: Vec<&str> = domain.split('.').collect();
    let label_fits = |label: &&str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    name_fits && typed.len() <= 254 && labels.len() >= 2 && labels.iter().all(label_fits)
}

/// Whether this reads as a phone number, with an optional extension.
pub fn is_phone(typed: &str) -> bool {
    let lower = typed.to_lowercase();
    let (number, extension) = ["extension", "ext", "x"]
        .iter()
        .find_map(|mark| lower.split_once(mark))
        .unwrap_or((&lower, "0"));
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let allowed = |c: char| c.is_ascii_digit() || c.is_whitespace() || "()-.+".contains(c);
    let plus_first = !number.trim().chars().skip(1).any(|c| c == '+');
    let extension = extension.trim_matches(|c: char| c.is_whitespace() || ".:)".contains(c));
    (7..=15).contains(&digits)
        && number.chars().all(allowed)
        && plus_first
        && (1..=6).contains(&extension.len())
        && extension.chars().all(|c| c.is_ascii_digit())
}

fn plain_code(typed: &str) -> String {
    let plain = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–'));
    plain.flat_map(char::to_uppercase).collect()
}
