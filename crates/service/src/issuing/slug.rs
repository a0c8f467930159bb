//! A service's part of the register's address.

use domain::reference::ServiceCode;

/// The most characters of the name in it.
const NAME_CHARACTERS_MAX: usize = 60;

/// The name in lower-case letters and digits with hyphens, and the service's code, which
/// makes it unique: `northwind-gazetteer-srv-0001`.
pub fn slug(service_name: &str, code: &ServiceCode) -> String {
    let code = code.as_str().to_lowercase().replace('_', "-");
    let mut name = String::new();
    for character in service_name.to_lowercase().chars() {
        if name.len() >= NAME_CHARACTERS_MAX {
            break;
        }
        if character.is_ascii_alphanumeric() {
            name.push(character);
        } else if matches!(character, '\'' | '’') {
            // Part of its word: "Ludlow's" is "ludlows".
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() {
        code
    } else {
        format!("{name}-{code}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_made_of_letters_digits_and_hyphens() {
        let code = ServiceCode::of_serial(1);
        let of = |name: &str| slug(name, &code);
        assert_eq!(of("Northwind Gazetteer"), "northwind-gazetteer-srv-0001");
        assert_eq!(of("  Ludlow’s “map” / 2! "), "ludlows-map-2-srv-0001");
        assert_eq!(of("地図"), "srv-0001");
        assert!(of(&"long ".repeat(40)).len() < 75);
    }
}
