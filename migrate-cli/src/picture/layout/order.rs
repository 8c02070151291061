//! In which order the boxes of a rank stand, so that few lines cross.

use super::{Line, Size};

/// The ranks, and what is in each, from the top.
pub(super) struct Grid {
    pub(super) ranks: Vec<Vec<Node>>,
    /// Of each line, the place in each rank from the child's to the parent's; none of one from a box to itself.
    pub(super) ways: Vec<Vec<(usize, usize)>>,
}

/// A box, or the place where a line passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Box(usize),
    Line(usize),
}

/// A line between two neighbouring ranks: which node at the left, at what part of its height, and at the right.
struct Piece {
    rank: usize,
    left: (Node, f64),
    right: (Node, f64),
}

const SWEEPS: usize = 16;

pub(super) fn ordered(sizes: &[Size], lines: &[Line], rank_of: &[usize]) -> Grid {
    let count = rank_of.iter().max().map_or(0, |last| last + 1);
    let mut ranks: Vec<Vec<Node>> = vec![Vec::new(); count];
    for (at, rank) in rank_of.iter().enumerate() {
        ranks[*rank].push(Node::Box(at));
    }
    let mut pieces = Vec::new();
    for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.child != line.parent) {
        let child = (rank_of[line.child], (Node::Box(line.child), line.child_at / sizes[line.child].height));
        let parent =
            (rank_of[line.parent], (Node::Box(line.parent), line.parent_at / sizes[line.parent].height));
        let (first, last) = if child.0 < parent.0 { (child, parent) } else { (parent, child) };
        let mut left = first.1;
        for rank in first.0..last.0 {
            let right = if rank + 1 == last.0 { last.1 } else { (Node::Line(number), 0.5) };
            if rank + 1 < last.0 {
                ranks[rank + 1].push(right.0);
            }
            pieces.push(Piece { rank, left, right });
            left = right;
        }
    }
    let ranks = untangled(ranks, &pieces);
    let ways = lines.iter().enumerate().map(|(number, line)| way(&ranks, number, line, rank_of)).collect();
    Grid { ranks, ways }
}

fn way(ranks: &[Vec<Node>], number: usize, line: &Line, rank_of: &[usize]) -> Vec<(usize, usize)> {
    let (from, to) = (rank_of[line.child], rank_of[line.parent]);
    if line.child == line.parent {
        return Vec::new();
    }
    let place = |rank: usize| {
        let node = match rank {
            _ if rank == from => Node::Box(line.child),
            _ if rank == to => Node::Box(line.parent),
            _ => Node::Line(number),
        };
        ranks[rank].iter().position(|it| *it == node).map(|place| (rank, place))
    };
    let way = (from.min(to)..=from.max(to)).filter_map(place);
    if from < to { way.collect() } else { way.rev().collect() }
}

/// Each rank is sorted by where its lines come from, from one side and the other in turns; the best that was met counts.
fn untangled(mut ranks: Vec<Vec<Node>>, pieces: &[Piece]) -> Vec<Vec<Node>> {
    let mut best = (crossings(&ranks, pieces), ranks.clone());
    for sweep in 0..SWEEPS {
        let goes_right = sweep % 2 == 0;
        for step in 1..ranks.len() {
            let rank = if goes_right { step } else { ranks.len() - 1 - step };
            let other = if goes_right { rank - 1 } else { rank + 1 };
            let wanted = |at: usize, node: Node| {
                let ends = pieces.iter().filter_map(|piece| match goes_right {
                    true => (piece.rank == other && piece.right.0 == node).then_some(piece.left),
                    false => (piece.rank == rank && piece.left.0 == node).then_some(piece.right),
                });
                let heights: Vec<f64> = ends.map(|end| height(&ranks[other], end)).collect();
                // What nothing pulls stays.
                if heights.is_empty() {
                    at as f64
                } else {
                    heights.iter().sum::<f64>() / heights.len() as f64
                }
            };
            let mut keyed: Vec<(f64, Node)> =
                ranks[rank].iter().enumerate().map(|(at, node)| (wanted(at, *node), *node)).collect();
            keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
            ranks[rank] = keyed.into_iter().map(|(_, node)| node).collect();
        }
        let crossings = crossings(&ranks, pieces);
        if crossings < best.0 {
            best = (crossings, ranks.clone());
        }
        if best.0 == 0 {
            break;
        }
    }
    best.1
}

fn height(rank: &[Node], (node, part): (Node, f64)) -> f64 {
    rank.iter().position(|it| *it == node).map_or(0.0, |place| place as f64 + part)
}

fn crossings(ranks: &[Vec<Node>], pieces: &[Piece]) -> usize {
    let mut crossings = 0;
    for rank in 0..ranks.len().saturating_sub(1) {
        let within = pieces.iter().filter(|piece| piece.rank == rank);
        let ends: Vec<(f64, f64)> = within
            .map(|piece| (height(&ranks[rank], piece.left), height(&ranks[rank + 1], piece.right)))
            .collect();
        for (at, one) in ends.iter().enumerate() {
            let crosses = |other: &&(f64, f64)| (one.0 - other.0) * (one.1 - other.1) < 0.0;
            crossings += ends[..at].iter().filter(crosses).count();
        }
    }
    crossings
}
