//! Where everything stands: what is referred to at the left, what refers to it at the right of it.
//!
//! Tables that hang together are put into ranks, in which long lines get a place of their own; then ranks are ordered so that few
//! lines cross, and aligned so that lines are short. It knows nothing of what it places, and gives the same for the same.

mod order;
mod pack;
mod place;
mod rank;

/// How large something is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A line between two of them. It leaves and arrives at a height within each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) child: usize,
    pub(super) child_at: f64,
    pub(super) parent: usize,
    pub(super) parent_at: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// Everything, placed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    pub(super) size: Size,
    /// The upper left corner of each, and its width: those in a rank are equally wide.
    pub(super) boxes: Vec<(Point, f64)>,
    /// The points of each line, from the child to the parent: curves and straight pieces in turns. Of one from a table to
    /// itself, the two ends.
    pub(super) routes: Vec<Vec<Point>>,
}

/// Between two boxes of a rank.
const GAP: f64 = 28.0;

pub(super) fn layout(sizes: &[Size], lines: &[Line]) -> Layout {
    let mut groups = Vec::new();
    let mut alone = Vec::new();
    for members in components(sizes.len(), lines) {
        if members.len() == 1 && lines.iter().all(|line| line.child != members[0]) {
            alone.push(members[0]);
        } else {
            groups.push(group(members, sizes, lines));
        }
    }
    pack::pack(sizes, lines.len(), groups, &alone)
}

/// Some of them, with their lines, placed by themselves.
struct Group {
    size: Size,
    members: Vec<(usize, Point, f64)>,
    routes: Vec<(usize, Vec<Point>)>,
}

fn group(members: Vec<usize>, sizes: &[Size], all: &[Line]) -> Group {
    let local = |of: usize| members.iter().position(|member| *member == of);
    let within = |(at, line): (usize, &Line)| {
        let (child, parent) = (local(line.child)?, local(line.parent)?);
        Some((at, Line { child, parent, ..*line }))
    };
    let (numbers, lines): (Vec<usize>, Vec<Line>) = all.iter().enumerate().filter_map(within).unzip();
    let sizes: Vec<Size> = members.iter().map(|member| sizes[*member]).collect();
    let ranks = rank::ranks(&sizes, &lines);
    let grid = order::ordered(&sizes, &lines, &ranks);
    let placed = place::place(&sizes, &lines, &grid);
    Group {
        size: placed.size,
        members: members.iter().zip(placed.boxes).map(|(member, (at, width))| (*member, at, width)).collect(),
        routes: numbers.into_iter().zip(placed.routes).collect(),
    }
}

/// What hangs together, each with the first of them first.
fn components(count: usize, lines: &[Line]) -> Vec<Vec<usize>> {
    let mut of: Vec<usize> = (0..count).collect();
    // A few thousand at most: the smallest number wins until nothing changes.
    loop {
        let mut has_changed = false;
        for line in lines {
            let least = of[line.child].min(of[line.parent]);
            for end in [line.child, line.parent] {
                has_changed |= of[end] != least;
                of[end] = least;
            }
        }
        if !has_changed {
            break;
        }
    }
    let first = (0..count).filter(|at| of[*at] == *at);
    first.map(|first| (first..count).filter(|at| of[*at] == first).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(child: usize, parent: usize) -> Line {
        Line { child, parent, child_at: 20.0, parent_at: 20.0 }
    }

    /// Boxes of several sizes, the lines of a schema that somebody may have, and those of one that nobody has.
    fn crowd(count: usize) -> (Vec<Size>, Vec<Line>) {
        let sizes = (0..count)
            .map(|at| Size { width: 120.0 + (at % 7) as f64 * 20.0, height: 40.0 + (at % 11) as f64 * 22.0 });
        let mut lines: Vec<Line> = (1..count).filter(|at| at % 5 > 0).map(|at| line(at, at / 3)).collect();
        lines.extend((1..count).filter(|at| at % 4 == 0).map(|at| line(at, 0)));
        lines.extend((0..count).filter(|at| at % 13 == 0).map(|at| line(at, at)));
        lines.extend((0..count).filter(|at| at % 17 == 3).map(|at| line(at / 2, at)));
        (sizes.collect(), lines)
    }

    #[test]
    fn nothing_is_placed_nowhere() {
        assert_eq!(layout(&[], &[]).boxes, []);
    }

    #[test]
    fn no_two_boxes_overlap_and_all_are_within() {
        for count in [1, 2, 3, 10, 60, 200] {
            let (sizes, lines) = crowd(count);
            let layout = layout(&sizes, &lines);
            let edges = |at: usize| {
                let (Point { x, y }, width) = layout.boxes[at];
                (x, y, x + width, y + sizes[at].height)
            };
            for (one, size) in sizes.iter().enumerate() {
                let (left, top, right, bottom) = edges(one);
                assert!(left >= 0.0 && top >= 0.0 && right - left >= size.width, "{count}");
                assert!(right <= layout.size.width && bottom <= layout.size.height, "{count}");
                for other in 0..one {
                    let (l, t, r, b) = edges(other);
                    assert!(right <= l || r <= left || bottom <= t || b <= top, "{count}: {one} and {other}");
                }
            }
        }
    }

    #[test]
    fn a_line_begins_and_ends_at_its_boxes_and_crosses_none() {
        let (sizes, lines) = crowd(60);
        let layout = layout(&sizes, &lines);
        let is_at = |point: Point, of: usize| {
            let (Point { x, y }, width) = layout.boxes[of];
            (point.x == x || point.x == x + width) && point.y == y + 20.0
        };
        for (line, route) in lines.iter().zip(&layout.routes) {
            assert!(
                is_at(route[0], line.child) && is_at(route[route.len() - 1], line.parent),
                "{line:?} {route:?}"
            );
            // Curves are between ranks. What goes straight through a rank must have its place there.
            for (from, to) in route.windows(2).skip(1).step_by(2).map(|pair| (pair[0], pair[1])) {
                assert_eq!(from.y, to.y);
                for (at, (corner, width)) in layout.boxes.iter().enumerate() {
                    let is_beside = from.x.max(to.x) <= corner.x || from.x.min(to.x) >= corner.x + width;
                    assert!(
                        is_beside || from.y < corner.y || from.y > corner.y + sizes[at].height,
                        "{line:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_referred_to_stands_at_the_left() {
        let sizes = [Size { width: 100.0, height: 50.0 }; 3];
        let layout = layout(&sizes, &[line(0, 1), line(1, 2), line(0, 2)]);
        let x: Vec<f64> = layout.boxes.iter().map(|(at, _)| at.x).collect();
        assert!(x[2] < x[1] && x[1] < x[0], "{x:?}");
    }

    #[test]
    fn many_children_do_not_make_a_tower() {
        let sizes = vec![Size { width: 160.0, height: 150.0 }; 60];
        let lines: Vec<Line> = (1..60).map(|child| line(child, 0)).collect();
        let Size { width, height } = layout(&sizes, &lines).size;
        assert!(height < 2.0 * width && width < 3.0 * height, "{width} × {height}");
    }
}
