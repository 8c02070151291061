//! Where the boxes of each rank stand, so that lines are short and straight.

use super::order::{Grid, Node};
use super::{GAP, Layout, Line, Point, Size};

/// What a line takes of a rank that it passes.
const PASSAGE: f64 = 14.0;
/// Between two ranks: at least this, and more for many lines.
const NARROW: f64 = 64.0;
const WIDE: f64 = 160.0;
const PER_LINE: f64 = 4.0;
/// Of a line from a table to itself.
pub(in super::super) const LOOP: f64 = 30.0;
const ROUNDS: usize = 12;

pub(super) fn place(sizes: &[Size], lines: &[Line], grid: &Grid) -> Layout {
    let heights = |node: &Node| match node {
        Node::Box(at) => sizes[*at].height,
        Node::Line(_) => PASSAGE,
    };
    let heights: Vec<Vec<f64>> = grid.ranks.iter().map(|rank| rank.iter().map(heights).collect()).collect();
    let tops = tops(&heights, lines, grid);
    let columns = columns(sizes, lines, grid);

    let nothing = (Point { x: 0.0, y: 0.0 }, 0.0);
    let mut boxes = vec![nothing; sizes.len()];
    for (rank, nodes) in grid.ranks.iter().enumerate() {
        for (place, node) in nodes.iter().enumerate() {
            if let Node::Box(at) = node {
                let (x, width) = columns[rank];
                boxes[*at] = (Point { x, y: tops[rank][place] }, width);
            }
        }
    }
    let right = columns.last().map_or(0.0, |(x, width)| x + width);
    let bottoms = tops.iter().zip(&heights).flat_map(|(tops, heights)| tops.iter().zip(heights));
    let bottom = bottoms.map(|(top, height)| top + height).fold(0.0, f64::max);
    let has_loop = lines.iter().any(|line| line.child == line.parent);
    let routes = lines.iter().zip(&grid.ways).map(|(line, way)| route(line, way, &boxes, &tops, &columns));
    Layout {
        size: Size { width: right + if has_loop { LOOP } else { 0.0 }, height: bottom },
        routes: routes.collect(),
        boxes,
    }
}

/// The left side and the width of each rank.
fn columns(sizes: &[Size], lines: &[Line], grid: &Grid) -> Vec<(f64, f64)> {
    let mut columns = Vec::new();
    let mut x = 0.0;
    for (rank, nodes) in grid.ranks.iter().enumerate() {
        let boxes =
            || nodes.iter().filter_map(|node| if let Node::Box(at) = node { Some(*at) } else { None });
        let width = boxes().map(|at| sizes[at].width).fold(0.0, f64::max);
        columns.push((x, width));
        let steps = grid.ways.iter().flat_map(|way| way.windows(2));
        let across = steps.filter(|step| step[0].0.min(step[1].0) == rank).count();
        let is_own = |line: &Line| line.child == line.parent && boxes().any(|at| at == line.child);
        let loops = if lines.iter().any(is_own) { LOOP } else { 0.0 };
        x += width + (NARROW + PER_LINE * across as f64).min(WIDE) + loops;
    }
    columns
}

/// The upper side of each node. Ranks follow each other to where their lines come from, from one side and the other.
fn tops(heights: &[Vec<f64>], lines: &[Line], grid: &Grid) -> Vec<Vec<f64>> {
    let stacked = |heights: &Vec<f64>| {
        let wanted = vec![0.0; heights.len()];
        settled(&wanted, heights)
    };
    let mut tops: Vec<Vec<f64>> = heights.iter().map(stacked).collect();
    // Where each line touches each node that it meets, from the top of that.
    let touches: Vec<Vec<((usize, usize), f64)>> = grid
        .ways
        .iter()
        .zip(lines)
        .map(|(way, line)| {
            let last = way.len().saturating_sub(1);
            let at = |(step, node): (usize, &(usize, usize))| {
                let at = match step {
                    0 => line.child_at,
                    _ if step == last => line.parent_at,
                    _ => PASSAGE / 2.0,
                };
                (*node, at)
            };
            way.iter().enumerate().map(at).collect()
        })
        .collect();
    // Of each rank, what pulls its nodes: a node, a height in it, and those of its neighbour.
    let mut pulls = vec![Vec::new(); heights.len()];
    for pair in touches.iter().flat_map(|way| way.windows(2)) {
        for (one, other) in [(pair[0], pair[1]), (pair[1], pair[0])] {
            pulls[one.0.0].push((one.0.1, one.1, other));
        }
    }
    for round in 0..ROUNDS {
        let goes_right = round % 2 == 0;
        for step in 0..heights.len() {
            let rank = if goes_right { step } else { heights.len() - 1 - step };
            let mut sums = vec![(0.0, 0.0); heights[rank].len()];
            for (place, from, ((other_rank, other_place), at)) in &pulls[rank] {
                // In the end, both sides count.
                if round + 2 >= ROUNDS || (*other_rank < rank) == goes_right {
                    let sum = &mut sums[*place];
                    *sum = (sum.0 + tops[*other_rank][*other_place] + at - from, sum.1 + 1.0);
                }
            }
            let wanted =
                |((sum, count), now): (&(f64, f64), &f64)| if *count > 0.0 { sum / count } else { *now };
            let wanted: Vec<f64> = sums.iter().zip(&tops[rank]).map(wanted).collect();
            tops[rank] = settled(&wanted, &heights[rank]);
        }
    }
    let highest = tops.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    tops.iter().map(|rank| rank.iter().map(|top| (top - highest).round()).collect()).collect()
}

/// As near as possible to where each wants to be, in their order, without overlap: the least sum of squares.
fn settled(wanted: &[f64], heights: &[f64]) -> Vec<f64> {
    let gap = |one: f64, other: f64| if one == PASSAGE && other == PASSAGE { 0.0 } else { GAP };
    let mut before = vec![0.0; heights.len()];
    for at in 1..heights.len() {
        before[at] = before[at - 1] + heights[at - 1] + gap(heights[at - 1], heights[at]);
    }
    // Neighbours that would overlap move as one.
    let mut blocks: Vec<(f64, f64)> = Vec::new();
    for (wanted, before) in wanted.iter().zip(&before) {
        blocks.push((wanted - before, 1.0));
        while let [.., one, other] = blocks[..]
            && one.0 > other.0
        {
            blocks.truncate(blocks.len() - 2);
            let count = one.1 + other.1;
            blocks.push(((one.0 * one.1 + other.0 * other.1) / count, count));
        }
    }
    let tops = blocks.iter().flat_map(|(top, count)| std::iter::repeat_n(*top, *count as usize));
    tops.zip(&before).map(|(top, before)| top + before).collect()
}

fn route(
    line: &Line,
    way: &[(usize, usize)],
    boxes: &[(Point, f64)],
    tops: &[Vec<f64>],
    columns: &[(f64, f64)],
) -> Vec<Point> {
    let side = |of: usize, at: f64, is_right: bool| {
        let (corner, width) = boxes[of];
        Point { x: corner.x + if is_right { width } else { 0.0 }, y: corner.y + at }
    };
    let [(first, _), between @ .., (last, _)] = way else {
        return vec![side(line.child, line.child_at, true), side(line.parent, line.parent_at, true)];
    };
    let goes_right = first < last;
    let mut route = vec![side(line.child, line.child_at, goes_right)];
    for (rank, place) in between {
        let ((x, width), y) = (columns[*rank], tops[*rank][*place] + PASSAGE / 2.0);
        let (left, right) = (Point { x, y }, Point { x: x + width, y });
        route.extend(if goes_right { [left, right] } else { [right, left] });
    }
    route.push(side(line.parent, line.parent_at, !goes_right));
    route
}
