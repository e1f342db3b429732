//! Recordings of the Steps Recorder as it writes them, made up for these tests.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::{Recording, Settings, read, sentences};
use crate::recording::error::ReadError;

/// The smallest thing that is known for a JPEG.
const PICTURE: &str = "/9j/2wBD";

/// A step on a control of a kind in a window.
struct Done {
    what: &'static str,
    action: &'static str,
    program: &'static str,
    levels: &'static str,
}

fn done(what: &'static str, action: &'static str) -> Done {
    Done { what, action, program: "NOTEPAD.EXE", levels: "" }
}

fn click(what: &'static str) -> Done {
    done(what, "Mouse Left Click")
}

fn keys(what: &'static str) -> Done {
    done(what, "Keyboard Input")
}

fn page(steps: &[Done]) -> String {
    let mut xml = String::from(
        "<UserActionData><RecordSession StartTime=\"9:00:00\" MissedActionCount=\"0\">",
    );
    for (index, step) in steps.iter().enumerate() {
        let number = index + 1;
        let what = step.what.replace('&', "&amp;").replace('"', "&quot;");
        let told = if step.action == "Comment" {
            format!("<UserComment>{what}</UserComment>")
        } else {
            format!("<Description>{what}</Description><Action>{}</Action>", step.action)
        };
        xml.push_str(&format!(
            "<EachAction ActionNumber=\"{number}\" Time=\"9:00:{number:02}\" FileName=\"{}\">{told}\
             <CursorCoordsXY>480,270</CursorCoordsXY><ScreenCoordsXYWH>0,0,1920,1080</ScreenCoordsXYWH>\
             <UIAStack>{}</UIAStack><ScreenshotFileName>screenshot{number:04}.JPEG</ScreenshotFileName></EachAction>",
            step.program, step.levels
        ));
    }
    xml.push_str("</RecordSession></UserActionData>");
    xml
}

fn mht(page: &str, pictures: usize) -> String {
    let limit = "=_NextPart_SMP_1d4d45cf4e8b3ee_3ddb1153_00000001";
    let mut file = format!(
        "From: <Saved by the recorder>\r\nSubject: Recorded Steps\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; type=\"text/html\";\r\n\tboundary=\"{limit}\"\r\n\r\n\
         This is a message in parts.\r\n\r\n--{limit}\r\nContent-Type: text/html; charset=\"UTF-8\"\r\n\
         Content-Location: main.htm\r\n\r\n<html><body><script id=\"myXML\" type=\"text/xml\"><Report>\
         {page}</Report></script></body></html>\r\n\r\n"
    );
    for number in 1..=pictures {
        file.push_str(&format!(
            "--{limit}\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\
             Content-Location: screenshot{number:04}.JPEG\r\n\r\n{PICTURE}\r\n"
        ));
    }
    file.push_str(&format!("--{limit}--\r\n"));
    file
}

fn recording(steps: &[Done]) -> Recording {
    read(mht(&page(steps), steps.len()).as_bytes(), &Settings::default()).unwrap()
}

fn told(steps: &[Done]) -> Vec<String> {
    told_of(&recording(steps))
}

fn told_of(recording: &Recording) -> Vec<String> {
    let sentences = sentences(&recording.takes[0], recording.format);
    let told = sentences.iter().map(|sentence| {
        let note = sentence.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        let seen: String = sentence.expected.iter().map(|seen| format!(" => {seen}")).collect();
        format!("{}{note}{seen}", sentence.text)
    });
    told.collect()
}

#[test]
fn english_sentences_become_steps() {
    assert_eq!(
        told(&[
            click("User left click on \"File (menu item)\" in \"*Untitled - Notepad\""),
            click("User left click on \"Save As... (menu item)\" in \"Untitled - Notepad\""),
            keys("User keyboard input on \"File name: (edit)\" in \"Save As\" [... Enter]"),
            done("The file gets the name of the customer.", "Comment"),
            done(
                "User right click on \"Text Editor (edit)\" in \"Untitled - Notepad\"",
                "Mouse Right Click"
            ),
            done(
                "User mouse wheel down on \"Text Editor (edit)\" in \"Untitled - Notepad\"",
                "Mouse Wheel"
            ),
            done(
                "User left double click on \"Text Editor (edit)\" in \"Untitled - Notepad\"",
                "Mouse Left Double Click"
            ),
            done("User mouse drag start on \"a.txt (list item)\" in \"Files\"", "Mouse Drag Start"),
            done("User mouse drag end on \"Archive (tree item)\" in \"Files\"", "Mouse Drag End"),
            keys("User keyboard input in \"Files\" [Down Down Ctrl-C]"),
            done("User pen flick on \"Files (window)\"", "Pen Flick"),
        ]),
        [
            "Go to the **Untitled - Notepad** window.",
            "Click **File** > **Save As...**. => **Save As** is shown.",
            "Enter TODO: what? in **File name:** and press **Enter**. (The file gets the name of the customer.)",
            "Right-click **Text Editor**.",
            "Double-click **Text Editor**. => **Files** is shown.",
            "Drag **a.txt** to **Archive**.",
            "Press **Down**. (Press it 2 times.)",
            "Press **Ctrl+C**.",
            "TODO: write what is done here. The recording has `Pen Flick` (step 11), which is not known to sopctl.",
        ]
    );
}

#[test]
fn other_languages_are_told_by_controls() {
    let german = Done {
        levels: "<Level Name=\"Speichern\" ControlType=\"50000\" LocalizedControlType=\"Schaltfläche\"/>\
            <Level Name=\"Speichern unter\" ControlType=\"50032\"/>",
        ..done(
            "Benutzer-Linksklick auf \"Speichern (Schaltfläche)\" in \"Speichern unter\"",
            "Linksklick",
        )
    };
    let french = Done {
        levels: "<Level Name=\"\" AutomationId=\"userNameBox\" ControlType=\"50004\"/>\
            <Level Name=\"Connexion\" ControlType=\"50032\"/>",
        ..done("Entrée au clavier de l'utilisateur [...]", "Entrée au clavier")
    };
    assert_eq!(
        told(&[german, french]),
        [
            "Go to the **Speichern unter** window.",
            "Click **Speichern**. => **Connexion** is shown.",
            "Enter TODO: what? in **User name box**.",
        ]
    );
}

#[test]
fn a_program_that_was_opened_from_the_desktop_is_a_result() {
    let taskbar = Done {
        program: "EXPLORER.EXE",
        levels: "<Level Name=\"Calculator\" ControlType=\"50000\"/><Level ClassName=\"Shell_TrayWnd\"/>",
        ..click("User left click on \"Calculator (button)\"")
    };
    let other =
        Done { program: "MAIL.EXE", ..click("User left click on \"New (button)\" in \"Mail\"") };
    assert_eq!(
        told(&[
            taskbar,
            Done {
                program: "CALC.EXE",
                ..click("User left click on \"Five (button)\" in \"Calculator\"")
            },
            other
        ]),
        [
            "Click **Calculator**. => **Calculator** is shown.",
            "Click **Five**.",
            "Go to the **Mail** window.",
            "Click **New**.",
        ]
    );
}

#[test]
fn a_password_is_asked_for_and_no_picture_shows_it() {
    let steps = [
        click("User left click on \"Sign in (button)\" in \"Mail\""),
        keys("User keyboard input on \"Password: (edit)\" in \"Mail\" [... Enter]"),
        click("User left click on \"Inbox (tree item)\" in \"Mail - jo@example.org\""),
    ];
    let recording = recording(&steps);
    assert_eq!(
        told_of(&recording),
        [
            "Go to the **Mail** window.",
            "Click **Sign in**.",
            "Enter your password in **Password:** and press **Enter**. => **Mail - (masked)** is shown.",
            "Click **Inbox**.",
        ]
    );
    assert!(recording.takes[0].actions.iter().all(|action| action.picture.is_none()));
}

#[test]
fn pictures_come_along_with_the_place_of_the_pointer() {
    let recording = recording(&[click("User left click on \"OK (button)\" in \"Setup\"")]);
    let [_, click] = recording.takes[0].actions.as_slice() else { panic!("{recording:?}") };
    let picture = click.picture.as_ref().unwrap();
    let point = picture.point.unwrap();
    assert_eq!((point.across, point.down), (0.25, 0.25));
}

#[test]
fn the_same_steps_are_read_from_every_file_they_stand_in() {
    let steps = [click("User left click on \"Zurück & weiter (button)\" in \"Übersicht\"")];
    let expected = told(&steps);
    let file = mht(&page(&steps), 1);
    let utf16: Vec<u8> =
        format!("\u{feff}{file}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let western: Vec<u8> = file
        .replace("UTF-8", "windows-1252")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let quoted = file
        .replace(
            "Content-Location: main.htm",
            "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: main.htm",
        )
        .replace("UserActionData", "UserAct=\r\nionData")
        .replace("ü", "=C3=BC");
    let quoted = quoted
        .replace("=\"", "=3D\"")
        .replace("boundary=3D", "boundary=")
        .replace("type=3D", "type=")
        .replace("charset=3D", "charset=");
    let bare = format!("<?xml version=\"1.0\"?><Report>{}</Report>", page(&steps));
    let zipped = zipped(&[("../../Recording_1.mht", file.as_bytes())]);
    for bytes in [utf16, western, quoted.into_bytes(), bare.into_bytes(), zipped] {
        let recording = read(&bytes, &Settings::default()).unwrap();
        assert_eq!(told_of(&recording), expected);
    }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn what_is_made_to_do_harm_is_refused() {
    let steps = [click("User left click on \"OK (button)\"")];
    let file = mht(&page(&steps), 1);
    let twice = zipped(&[("a.mht", file.as_bytes()), ("b.mht", file.as_bytes())]);
    let bomb = zipped(&[("a.mht", &vec![b' '; 2 * 1024 * 1024])]);
    let cut = file.split_at(file.find("</UserActionData>").unwrap()).0.to_owned();
    let many: Vec<Done> =
        (0..10_000).map(|_| click("User left click on \"OK (button)\"")).collect();
    let entities =
        file.replace("<RecordSession", "<!DOCTYPE a [<!ENTITY b \"hunter2\">]><RecordSession");
    for (bytes, expected) in [
        (twice, "several recordings"),
        (bomb, "larger than 1 MiB"),
        (cut.into_bytes(), "breaks off"),
        (mht(&page(&many), 0).into_bytes(), "more than 5000"),
        (entities.into_bytes(), "defines entities"),
        (file.replace("UTF-8", "shift_jis").into_bytes(), ""),
        (mht("<p>nothing</p>", 0).into_bytes(), "no steps"),
    ] {
        match read(&bytes, &Settings::default()) {
            Err(error) => assert!(error.to_string().contains(expected), "{error}"),
            Ok(_) => assert_eq!(expected, ""),
        }
    }
}

#[test]
fn one_picture_that_many_steps_name_is_not_taken_without_end() {
    let steps: Vec<Done> = (0..50).map(|_| click("User left click on \"OK (button)\"")).collect();
    let mut file = mht(&page(&steps), 0);
    for number in 2..=steps.len() {
        file = file.replace(&format!("screenshot{number:04}"), "screenshot0001");
    }
    let large = format!("{PICTURE}{}", "AAAA".repeat(25_000));
    let part = format!(
        "\r\n--=_NextPart_SMP_1d4d45cf4e8b3ee_3ddb1153_00000001\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Length: 1073741824\r\nContent-Location: screenshot0001.JPEG\r\n\r\n{large}\r\n"
    );
    let at = file.rfind("--=_NextPart").unwrap();
    file.insert_str(at, part.trim_start());
    let recording = read(file.as_bytes(), &Settings::default()).unwrap();
    let pictures = recording.takes[0].actions.iter().filter_map(|action| action.picture.as_ref());
    let bytes: usize = pictures.map(|picture| picture.content.len()).sum();
    assert!(bytes > 0 && bytes <= 1024 * 1024, "{bytes}");
}

#[test]
fn a_file_that_is_no_recording_is_none() {
    for bytes in [
        b"PK\x03\x04broken".to_vec(),
        zipped(&[("a.txt", b"text")]),
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\n\nHello".to_vec(),
    ] {
        assert_eq!(read(&bytes, &Settings::default()), Err(ReadError::UnknownFormat));
    }
}
