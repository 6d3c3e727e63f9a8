//! `docs/theme.md` lists every block, component and field of the theme as they are: what stands between its marks is
//! made of the templates and of the doc comments of `src/render/context.rs` and of the files beside it.
//!
//! `SNAPSHOTS=overwrite cargo test theme_docs` writes it anew.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use syn::{Attribute, Expr, Fields, Item, ItemStruct, Lit, Meta, Type};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files of a folder of `civic` by name.
fn theme_files(folder: &str) -> BTreeMap<String, String> {
    let entries =
        fs::read_dir(root().join("themes/civic").join(folder)).expect("the theme is there").flatten();
    let file = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name.clone(), read(format!("themes/civic/{folder}/{name}")))
    };
    entries.map(file).collect()
}

/// What stands between two marks, and where the next search begins.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<(&'t str, usize)> {
    let start = text.find(open)? + open.len();
    let length = text[start..].find(close)?;
    Some((&text[start..start + length], start + length + close.len()))
}

/// A table of the blocks of each template.
fn blocks() -> String {
    let mut table = String::from("| template | blocks |\n|---|---|\n");
    for (name, text) in theme_files("templates") {
        let mut blocks = Vec::new();
        let mut rest = text.replace("{%-", "{%");
        while let Some((block, end)) = between(&rest, "{% block ", "%}") {
            blocks.push(format!("`{}`", block.trim().trim_end_matches('-').trim()));
            rest = rest[end..].to_owned();
        }
        writeln!(table, "| `{name}` | {} |", blocks.join(", ")).expect("a string takes it");
    }
    table
}

/// A table of the components, with the comment in front of each.
fn components() -> String {
    let mut table = String::from("| component | in | what it is |\n|---|---|---|\n");
    for (name, text) in theme_files("components") {
        let text = text.replace("{%-", "{%");
        let mut rest = text.as_str();
        while let Some(start) = rest.find("{% component ") {
            let comment =
                rest[..start].trim_end().strip_suffix("#}").and_then(|before| before.rsplit("{#").next());
            let (head, end) = between(rest, "{% component ", "%}").expect("a component has an end");
            let signature = head.trim().trim_end_matches('-').trim();
            let comment = comment.map_or(String::new(), |comment| {
                let words = comment.trim_matches('-').split_whitespace().collect::<Vec<_>>().join(" ");
                // What is said of a whole file stands at its top, with an empty line in it.
                if comment.contains("\n\n") {
                    words.split(". ").next().unwrap_or_default().to_owned()
                } else {
                    words
                }
            });
            writeln!(table, "| `{signature}` | `{name}` | {} |", comment.replace('|', "\\|"))
                .expect("a string takes it");
            rest = &rest[end..];
        }
    }
    table
}

/// A section for each struct of the context, with a table of its fields.
fn context() -> String {
    let mut text = String::new();
    for path in ["src/render/context.rs", "src/render/context/register.rs", "src/render/context/whole.rs"] {
        let file = syn::parse_file(&read(path)).expect("it compiles, so it parses");
        for item in &file.items {
            if let Item::Struct(item) = item {
                write_struct(item, &mut text);
            }
        }
    }
    text
}

fn write_struct(item: &ItemStruct, text: &mut String) {
    writeln!(text, "### {}\n\n{}\n", item.ident, docs(&item.attrs)).expect("a string takes it");
    let Fields::Named(fields) = &item.fields else { return };
    text.push_str("| field | type | what it is |\n|---|---|---|\n");
    for field in &fields.named {
        let name = field.ident.as_ref().expect("named fields have names");
        let kind = type_name(&field.ty);
        writeln!(text, "| `{name}` | {kind} | {} |", docs(&field.attrs).replace('|', "\\|"))
            .expect("a string takes it");
    }
    text.push('\n');
}

/// The words of doc comments, on one line.
fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(line) => Some(line.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    let words = lines.collect::<Vec<_>>().join(" ");
    words.replace("[`", "`").replace("`]", "`")
}

/// A type of Rust in words.
fn type_name(kind: &Type) -> String {
    let Type::Path(path) = kind else { return "text".to_owned() };
    let last = path.path.segments.last().expect("a path has a segment");
    let inner = || match &last.arguments {
        syn::PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(syn::GenericArgument::Type(inner)) => type_name(inner),
            _ => String::new(),
        },
        _ => String::new(),
    };
    match last.ident.to_string().as_str() {
        "String" | "str" => "text".to_owned(),
        "bool" => "yes or no".to_owned(),
        "usize" | "i64" => "number".to_owned(),
        "Option" => format!("{}, or nothing", inner()),
        "Vec" => format!("list of {}", inner()),
        "Value" => "value".to_owned(),
        name => format!("`{name}`"),
    }
}

#[test]
fn the_page_about_themes_is_that_of_this_theme() {
    let path = root().join("docs/theme.md");
    let written = read("docs/theme.md");
    let mut expected = written.clone();
    for (name, content) in [("blocks", blocks()), ("components", components()), ("context", context())] {
        let open = format!("<!-- begin generated: {name} -->\n");
        let close = format!("<!-- end generated: {name} -->");
        let (old, _) = between(&expected, &open, &close).expect("the page has its marks");
        let start = expected.find(&open).expect("it was just found") + open.len();
        expected.replace_range(start..start + old.len(), &format!("\n{}\n\n", content.trim()));
    }
    if std::env::var("SNAPSHOTS").as_deref() == Ok("overwrite") {
        fs::write(&path, &expected).expect("the page can be written");
        return;
    }
    assert!(written == expected, "docs/theme.md is out of date: SNAPSHOTS=overwrite cargo test theme_docs");
}
