//! The types that templates see, read from `src/page/view.rs` itself: their fields, what each is, and its comment.
//!
//! Never guesses: a type that has no word for theme authors yet stops the test that asked.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What a field is, in a theme author's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    Text,
    Number,
    Bool,
    /// One of the structs, by its name.
    View(String),
    List(Box<Type>),
    /// Something, or nothing.
    Maybe(Box<Type>),
    /// Values by a name: `site.words`.
    ByName(Box<Type>),
}

/// A field of a view.
pub struct Field {
    pub name: String,
    pub ty: Type,
    pub about: String,
}

/// One struct.
pub struct View {
    pub name: String,
    pub about: String,
    pub fields: Vec<Field>,
}

/// Everything that templates can see.
pub struct Views {
    /// The structs, in the order of the file.
    pub types: Vec<View>,
    /// The views of pages: the name that templates know, and the struct.
    pub pages: Vec<(String, String)>,
}

/// What every template sees besides its own view.
pub const EVERYWHERE: [(&str, &str); 2] = [("site", "SiteView"), ("page", "PageFrame")];

impl Views {
    /// Reads the file that is the contract with theme authors.
    pub fn read() -> Views {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/page/view.rs");
        Views::parse(&fs::read_to_string(path).expect("the views stand in src/page/view.rs"))
    }

    fn parse(text: &str) -> Views {
        let file = syn::parse_file(text).expect("it compiles");
        let mut views = Views { types: Vec::new(), pages: Vec::new() };
        let mut variants = BTreeMap::new();
        let mut names = Vec::new();
        for item in &file.items {
            match item {
                syn::Item::Struct(item) => views.types.push(view(item)),
                syn::Item::Enum(item) if item.ident == "PageView" => {
                    for variant in &item.variants {
                        let inner = variant.fields.iter().next().expect("a page's view holds a struct");
                        variants.insert(variant.ident.to_string(), last_name(&inner.ty));
                    }
                }
                syn::Item::Impl(item) if last_name(&item.self_ty) == "PageView" => names.extend(names_by_variant(item)),
                _ => {}
            }
        }
        for (variant, name) in names {
            views.pages.push((name, variants.remove(&variant).expect("`name` speaks of its own variants")));
        }
        assert!(!views.types.is_empty() && !views.pages.is_empty(), "nothing was found in view.rs");
        assert!(variants.is_empty(), "`PageView::name` could not be read for {variants:?}");
        views
    }

    /// Returns a struct by its name.
    pub fn named(&self, name: &str) -> Option<&View> {
        self.types.iter().find(|view| view.name == name)
    }

    /// Returns the names of the structs that can be reached from one, itself left out.
    pub fn below(&self, name: &str) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let mut open = vec![name];
        while let Some(name) = open.pop() {
            for field in self.named(name).map_or(&[][..], |view| &view.fields) {
                if let Some(inner) = field.ty.view()
                    && found.insert(inner)
                {
                    open.push(inner);
                }
            }
        }
        found
    }
}

impl Type {
    /// Returns the struct that it is, or that it holds.
    pub fn view(&self) -> Option<&str> {
        match self {
            Type::View(name) => Some(name),
            Type::List(inner) | Type::Maybe(inner) | Type::ByName(inner) => inner.view(),
            Type::Text | Type::Number | Type::Bool => None,
        }
    }

    /// Says what it is, with links to structs, which stand on `page`.
    pub fn words(&self, page: &str) -> String {
        match self {
            Type::Text => String::from("text"),
            Type::Number => String::from("number"),
            Type::Bool => String::from("true or false"),
            Type::View(name) => format!("[{name}]({page}#{})", anchor(name)),
            Type::List(inner) => format!("list of {}", inner.words(page)),
            Type::Maybe(inner) => format!("{}, or nothing", inner.words(page)),
            Type::ByName(inner) => format!("{} by name", inner.words(page)),
        }
    }
}

/// Returns the anchor of a struct on the page of views.
pub fn anchor(name: &str) -> String {
    name.to_lowercase()
}

fn view(item: &syn::ItemStruct) -> View {
    let field = |field: &syn::Field| {
        let name = field.ident.as_ref().expect("views have named fields").to_string();
        let place = format!("{}.{name}", item.ident);
        let about = about(&field.attrs);
        assert!(!about.is_empty(), "{place} has no comment");
        Field { ty: type_of(&field.ty, &place), about, name }
    };
    View { name: item.ident.to_string(), about: about(&item.attrs), fields: item.fields.iter().map(field).collect() }
}

fn type_of(ty: &syn::Type, place: &str) -> Type {
    if let syn::Type::Reference(inner) = ty {
        return type_of(&inner.elem, place);
    }
    let inner = |at: usize| Box::new(type_of(arguments(ty).get(at).expect("it holds something"), place));
    match last_name(ty).as_str() {
        "String" | "str" => Type::Text,
        "bool" => Type::Bool,
        "u8" | "u16" | "u32" | "u64" | "usize" | "i32" | "i64" | "f64" => Type::Number,
        // How a value is shared is nothing that a template can tell.
        "Hashed" | "Arc" | "Box" => *inner(0),
        "Vec" => Type::List(inner(0)),
        "Option" => Type::Maybe(inner(0)),
        "BTreeMap" => Type::ByName(inner(1)),
        name if name.ends_with("View") || name.chars().next().is_some_and(char::is_uppercase) => {
            Type::View(String::from(name))
        }
        name => panic!("{place} is a `{name}`, for which tests/reference/views.rs has no word yet"),
    }
}

fn arguments(ty: &syn::Type) -> Vec<&syn::Type> {
    let syn::Type::Path(path) = ty else { return Vec::new() };
    let Some(syn::PathArguments::AngleBracketed(arguments)) = path.path.segments.last().map(|last| &last.arguments)
    else {
        return Vec::new();
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}

fn last_name(ty: &syn::Type) -> String {
    match ty {
        syn::Type::Path(path) => path.path.segments.last().map_or_else(String::new, |last| last.ident.to_string()),
        _ => String::new(),
    }
}

/// The comment of an item as one line.
fn about(attributes: &[syn::Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| {
        let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
        let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value else { return None };
        pair.path.is_ident("doc").then(|| text.value().trim().to_owned())
    });
    lines.collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// What `PageView::name` says of each variant, in its order.
fn names_by_variant(item: &syn::ItemImpl) -> Vec<(String, String)> {
    let function = item.items.iter().find_map(|item| match item {
        syn::ImplItem::Fn(function) if function.sig.ident == "name" => Some(function),
        _ => None,
    });
    let Some(syn::Stmt::Expr(syn::Expr::Match(matched), _)) = function.and_then(|it| it.block.stmts.last()) else {
        return Vec::new();
    };
    let pair = |arm: &syn::Arm| {
        let variant = match &arm.pat {
            syn::Pat::TupleStruct(pattern) => pattern.path.segments.last()?.ident.to_string(),
            _ => return None,
        };
        let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. }) = &*arm.body else { return None };
        Some((variant, name.value()))
    };
    matched.arms.iter().filter_map(pair).collect()
}

#[test]
fn types_are_read_as_a_theme_author_would_say_them() {
    let views = Views::parse(
        "/// A.\n/// Of two lines.\npub struct A {\n/// B.\npub b: Vec<Hashed<B>>,\n/// C.\npub c: Option<B>,\n/// D.\npub d: BTreeMap<String, String>,\n/// E.\npub e: &'static str }\n/// B.\npub struct B { /// N.\npub n: u32, /// Y.\npub y: bool }\n\
         pub enum PageView { One(A) }\nimpl PageView { pub fn name(&self) -> &'static str { match self { PageView::One(_) => \"one\" } } }",
    );
    assert_eq!(views.pages, [(String::from("one"), String::from("A"))]);
    let a = views.named("A").expect("it is there");
    assert_eq!(a.about, "A. Of two lines.");
    let words: Vec<String> = a.fields.iter().map(|field| field.ty.words("x.md")).collect();
    assert_eq!(words, ["list of [B](x.md#b)", "[B](x.md#b), or nothing", "text by name", "text"]);
    assert_eq!(views.below("A").into_iter().collect::<Vec<_>>(), ["B"]);
}
