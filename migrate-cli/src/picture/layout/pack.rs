//! Groups beside and below each other, and then what stands alone.

use super::{GAP, Group, Layout, Point, Size};

/// Between groups.
const APART: f64 = 48.0;
const SHAPE: f64 = 1.6;

pub(super) fn pack(sizes: &[Size], lines: usize, mut groups: Vec<Group>, alone: &[usize]) -> Layout {
    let outer = |size: Size| (size.width + APART) * (size.height + APART);
    let area: f64 =
        groups.iter().map(|it| outer(it.size)).chain(alone.iter().map(|at| outer(sizes[*at]))).sum();
    let widest = groups.iter().map(|it| it.size.width).chain(alone.iter().map(|at| sizes[*at].width));
    let width = widest.fold((area * SHAPE).sqrt(), f64::max);
    let nothing = (Point { x: 0.0, y: 0.0 }, 0.0);
    let mut layout = Layout {
        size: Size { width: 0.0, height: 0.0 },
        boxes: vec![nothing; sizes.len()],
        routes: vec![Vec::new(); lines],
    };
    // The highest first; those that are as high stay in their order.
    groups.sort_by(|one, other| other.size.height.total_cmp(&one.size.height));
    let (mut x, mut y, mut below) = (0.0, 0.0, 0.0_f64);
    for group in groups {
        if x > 0.0 && x + group.size.width > width {
            (x, y) = (0.0, below + APART);
        }
        for (at, corner, width) in group.members {
            layout.boxes[at] = (Point { x: corner.x + x, y: corner.y + y }, width);
        }
        for (at, route) in group.routes {
            layout.routes[at] =
                route.into_iter().map(|point| Point { x: point.x + x, y: point.y + y }).collect();
        }
        below = below.max(y + group.size.height);
        layout.size.width = layout.size.width.max(x + group.size.width);
        x += group.size.width + APART;
    }
    let top = if below > 0.0 { below + APART } else { 0.0 };
    layout.size.height = below;
    columns(sizes, alone, width, top, &mut layout);
    layout
}

/// In columns of equal width, each in the one that is shortest.
fn columns(sizes: &[Size], alone: &[usize], width: f64, top: f64, layout: &mut Layout) {
    let column = alone.iter().map(|at| sizes[*at].width).fold(0.0, f64::max);
    let most = alone.len().max(1);
    let count = (((width + GAP) / (column + GAP)).floor() as usize).clamp(1, most);
    let mut ends = vec![top; count];
    for at in alone {
        let shortest =
            (0..count).reduce(|best, at| if ends[at] < ends[best] { at } else { best }).unwrap_or(0);
        let (x, y) = (shortest as f64 * (column + GAP), ends[shortest]);
        layout.boxes[*at] = (Point { x, y }, column);
        ends[shortest] = y + sizes[*at].height + GAP;
        layout.size.width = layout.size.width.max(x + column);
        layout.size.height = layout.size.height.max(y + sizes[*at].height);
    }
}
