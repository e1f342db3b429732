//! A project of Selenium IDE whose first command types a password.
#![no_main]

mod browser;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let project = match first % 2 {
        0 => text.into_owned(),
        _ => format!(
            "{{\"name\":\"p\",\"url\":\"https://a.example\",\"tests\":[{{\"name\":\"t\",\
             \"commands\":[{{\"command\":\"type\",\"target\":\"id=password\",\"value\":\"{}\"}},\
             {text}]}}],\"suites\":[]}}",
            browser::PASSWORD
        ),
    };
    browser::judge(project.as_bytes());
});
