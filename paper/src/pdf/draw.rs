//! Pages written as PDF.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup,
    TagTree,
};
use krilla::{Document, SerializeSettings};

use super::face::{Faces, Weight};
use super::flow::size;
use super::sheet::{Ink, Op, Role, Style};
use crate::{Mark, Paper, PdfProblem};
use ledger::look::PictureFormat;

pub(super) fn draw(
    paper: &Paper,
    pages: &[Vec<Op>],
    faces: &mut Faces,
) -> Result<Vec<u8>, PdfProblem> {
    let settings = SerializeSettings::default();
    let mut document = Document::new_with(settings);
    document.set_metadata(metadata(paper));
    let logo = logo(paper)?;
    let (width, height) = size(paper.format);
    let mut tags = Tags::default();
    for ops in pages {
        let settings = PageSettings::from_wh(width, height)
            .ok_or_else(|| PdfProblem::Writing("a page without a size".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        if let Some(mark) = &paper.mark {
            across(&mut surface, faces, mark, (width, height));
        }
        for op in ops {
            put(&mut surface, faces, op, logo.as_ref(), &mut tags);
        }
        surface.finish();
        for op in ops {
            if let Op::Link {
                x,
                y,
                width,
                height,
                address,
            } = op
                && let Some(rect) = Rect::from_xywh(*x, *y, *width, *height)
            {
                let target = Target::Action(LinkAction::new(address.clone()).into());
                let link = LinkAnnotation::new(rect, target);
                let link = Annotation::new_link(link, Some(address.clone()));
                let id = page.add_tagged_annotation(link);
                tags.add(Role::Link, id);
            }
        }
        page.finish();
    }
    document.set_tag_tree(tags.tree(paper));
    document.finish().map_err(|error| match error {
        krilla::error::KrillaError::Image(..) => PdfProblem::Logo,
        other => PdfProblem::Writing(format!("{other:?}")),
    })
}

fn metadata(paper: &Paper) -> Metadata {
    let title = format!("{} {}", paper.title, paper.number);
    let date = paper.date;
    let number = |value: u32| u8::try_from(value).unwrap_or(1);
    let created = DateTime::new(u16::try_from(date.year()).unwrap_or(1970))
        .month(number(date.month()))
        .day(number(date.day()));
    Metadata::new()
        .title(title.trim().to_owned())
        .authors(vec![paper.seller.name.clone()])
        .language(paper.locale.language.code().to_owned())
        .creator("Owed".to_owned())
        .creation_date(created)
}

/// The logo as the PDF takes it. What is inside the file is read here.
fn logo(paper: &Paper) -> Result<Option<Image>, PdfProblem> {
    let Some(logo) = &paper.design.logo else {
        return Ok(None);
    };
    let data = logo.bytes().to_vec().into();
    let image = match logo.format() {
        PictureFormat::Png => Image::from_png(data, true),
        PictureFormat::Jpeg => Image::from_jpeg(data, true),
    };
    image.map(Some).map_err(|_| PdfProblem::Logo)
}

fn put(surface: &mut Surface, faces: &mut Faces, op: &Op, logo: Option<&Image>, tags: &mut Tags) {
    match op {
        Op::Text {
            x,
            y,
            size,
            weight,
            ink,
            role,
            text,
        } => {
            let run = faces.run(*weight, text);
            if run.glyphs.is_empty() {
                return;
            }
            surface.set_fill(Some(filled(*ink, 1.0)));
            let id = surface.start_tagged(match role {
                Role::Aside => artifact(ArtifactType::PaginationOther),
                _ => ContentTag::Span(SpanTag::empty()),
            });
            let start = Point::from_xy(*x, *y);
            surface.draw_glyphs(start, &run.glyphs, run.font, &run.text, *size, false);
            surface.end_tagged();
            tags.add(*role, id);
        }
        Op::Bar {
            x,
            y,
            width,
            height,
            ink,
        } => {
            let mut path = PathBuilder::new();
            let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) else {
                return;
            };
            path.push_rect(rect);
            let Some(path) = path.finish() else { return };
            surface.set_fill(Some(filled(*ink, 1.0)));
            surface.start_tagged(artifact(ArtifactType::Layout));
            surface.draw_path(&path);
            surface.end_tagged();
        }
        Op::Code {
            x,
            y,
            module,
            bars,
            name,
        } => {
            let mut path = PathBuilder::new();
            for (column, row, length) in bars {
                let place = |cells: usize| cells as f32 * module;
                let (left, top) = (x + place(*column), y + place(*row));
                if let Some(rect) = Rect::from_xywh(left, top, place(*length), *module) {
                    path.push_rect(rect);
                }
            }
            let Some(path) = path.finish() else { return };
            surface.set_fill(Some(filled([0, 0, 0], 1.0)));
            let id = surface.start_tagged(ContentTag::Other);
            surface.draw_path(&path);
            surface.end_tagged();
            tags.add(Role::Picture(name), id);
        }
        // Put onto the page when its surface is done.
        Op::Link { .. } => {}
        Op::Logo {
            x,
            y,
            width,
            height,
        } => {
            let (Some(logo), Some(size)) = (logo, Size::from_wh(*width, *height)) else {
                return;
            };
            let id = surface.start_tagged(ContentTag::Other);
            surface.push_transform(&Transform::from_translate(*x, *y));
            surface.draw_image(logo.clone(), size);
            surface.pop();
            surface.end_tagged();
            tags.add(Role::Picture("Logo"), id);
        }
    }
}

fn artifact<'a>(kind: ArtifactType) -> ContentTag<'a> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

fn filled(ink: Ink, opacity: f32) -> Fill {
    Fill {
        paint: rgb::Color::new(ink[0], ink[1], ink[2]).into(),
        opacity: NormalizedF32::new(opacity).unwrap_or(NormalizedF32::ONE),
        rule: Default::default(),
    }
}

/// A word from the lower left to the upper right, behind everything.
fn across(surface: &mut Surface, faces: &mut Faces, mark: &Mark, page: (f32, f32)) {
    // The cosine and sine of 55 degrees: written out, as engines differ in
    // the last digit of what they compute.
    const COS: f32 = 0.573_576_45;
    const SIN: f32 = 0.819_152;
    let word = mark.word().to_uppercase();
    let ink = match mark {
        Mark::Draft(_) => [238, 236, 231],
        Mark::Void(_) => [247, 228, 224],
    };
    let wide = faces.width(Weight::Bold, &word);
    if wide <= 0.0 {
        return;
    }
    let style = Style::new((520.0 / wide).min(150.0), Weight::Bold, ink);
    let half = wide * style.size / 2.0;
    let (x, y) = (page.0 / 2.0, page.1 / 2.0);
    surface.push_transform(&Transform::from_row(COS, -SIN, SIN, COS, x, y));
    let run = faces.run(style.weight, &word);
    surface.set_fill(Some(filled(style.ink, 1.0)));
    surface.start_tagged(artifact(ArtifactType::Watermark));
    let start = Point::from_xy(-half, style.size * 0.36);
    surface.draw_glyphs(start, &run.glyphs, run.font, &run.text, style.size, false);
    surface.end_tagged();
    surface.pop();
}

/// The document as a tree, for who hears it read.
#[derive(Default)]
struct Tags {
    parts: Vec<(Role, Vec<Identifier>)>,
}

impl Tags {
    fn add(&mut self, role: Role, id: Identifier) {
        match self.parts.last_mut() {
            _ if role == Role::Aside => {}
            Some((last, ids)) if *last == role => ids.push(id),
            _ => self.parts.push((role, vec![id])),
        }
    }

    fn tree(self, paper: &Paper) -> TagTree {
        let language = paper.locale.language.code().to_owned();
        let mut tree = TagTree::new().with_lang(Some(language));
        let mut table: Option<(u8, Table)> = None;
        for (role, ids) in self.parts {
            let of = match role {
                Role::Head(table, _) | Role::Cell(table, _, _) => Some(table),
                _ => None,
            };
            if table.as_ref().map(|(open, _)| *open) != of
                && let Some((_, done)) = table.take()
            {
                tree.push(done.group());
            }
            let nodes: Vec<Node> = ids.into_iter().map(Node::from).collect();
            match role {
                Role::Aside => {}
                Role::Title => tree.push(heading(1, nodes)),
                Role::Heading => tree.push(heading(2, nodes)),
                Role::Paragraph(_) => tree.push(TagGroup::with_children(Tag::P, nodes)),
                Role::Link => tree.push(TagGroup::with_children(Tag::Link, nodes)),
                Role::Picture(name) => {
                    let figure = Tag::Figure(Some(name.to_owned()));
                    tree.push(TagGroup::with_children(figure, nodes));
                }
                Role::Head(number, column) => {
                    let (_, table) = table.get_or_insert_with(|| (number, Table::default()));
                    table.head.entry(column).or_default().extend(nodes);
                }
                Role::Cell(number, row, column) => {
                    let (_, table) = table.get_or_insert_with(|| (number, Table::default()));
                    let row = table.rows.entry(row).or_default();
                    row.entry(column).or_default().extend(nodes);
                }
            }
        }
        if let Some((_, done)) = table {
            tree.push(done.group());
        }
        tree
    }
}

fn heading(level: u16, nodes: Vec<Node>) -> TagGroup {
    let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
    TagGroup::with_children(Tag::Hn(level, None), nodes)
}

/// Nodes by row and column.
#[derive(Default)]
struct Table {
    head: BTreeMap<u8, Vec<Node>>,
    rows: BTreeMap<u32, BTreeMap<u8, Vec<Node>>>,
}

impl Table {
    fn group(self) -> TagGroup {
        let mut table = TagGroup::new(Tag::Table);
        if !self.head.is_empty() {
            let mut row = TagGroup::new(Tag::TR);
            for nodes in self.head.into_values() {
                row.push(TagGroup::with_children(
                    Tag::TH(TableHeaderScope::Column),
                    nodes,
                ));
            }
            table.push(row);
        }
        for cells in self.rows.into_values() {
            let mut row = TagGroup::new(Tag::TR);
            for nodes in cells.into_values() {
                row.push(TagGroup::with_children(Tag::TD, nodes));
            }
            table.push(row);
        }
        table
    }
}
