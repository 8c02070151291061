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

const SWEEPS: usize = 16;

pub(super) fn ordered(sizes: &[Size], lines: &[Line], rank_of: &[usize]) -> Grid {
    let mut net = Net::of(sizes, lines, rank_of);
    net.untangle();
    let place = |node: &usize| (net.rank[*node], net.place[*node]);
    let ways = net.ways.iter().map(|way| way.iter().map(place).collect()).collect();
    let ranks = net.order.iter().map(|rank| rank.iter().map(|node| net.nodes[*node]).collect()).collect();
    Grid { ranks, ways }
}

/// A line between two neighbouring ranks: which node, at what part of its height.
#[derive(Clone, Copy)]
struct Piece {
    left: (usize, f64),
    right: (usize, f64),
}

struct Net {
    nodes: Vec<Node>,
    rank: Vec<usize>,
    /// In its rank.
    place: Vec<usize>,
    /// Of each rank, its nodes from the top.
    order: Vec<Vec<usize>>,
    /// Behind each rank.
    pieces: Vec<Vec<Piece>>,
    /// The nodes of each line.
    ways: Vec<Vec<usize>>,
}

impl Net {
    fn of(sizes: &[Size], lines: &[Line], rank_of: &[usize]) -> Self {
        let count = rank_of.iter().max().map_or(0, |last| last + 1);
        let mut net = Self {
            nodes: (0..sizes.len()).map(Node::Box).collect(),
            rank: rank_of.to_vec(),
            place: vec![0; sizes.len()],
            order: vec![Vec::new(); count],
            pieces: (0..count).map(|_| Vec::new()).collect(),
            ways: Vec::new(),
        };
        for (number, line) in lines.iter().enumerate() {
            let way = net.way(number, line);
            net.ways.push(way);
        }
        for node in 0..net.nodes.len() {
            net.order[net.rank[node]].push(node);
        }
        (0..count).for_each(|rank| net.settle(rank));
        for (line, way) in lines.iter().zip(&net.ways) {
            let last = way.len().saturating_sub(1);
            let end = |step: usize| match step {
                0 => (way[0], line.child_at / sizes[line.child].height),
                _ if step == last => (way[last], line.parent_at / sizes[line.parent].height),
                _ => (way[step], 0.5),
            };
            for step in 0..last {
                let (one, other) = (end(step), end(step + 1));
                let is_right = net.rank[one.0] < net.rank[other.0];
                let (left, right) = if is_right { (one, other) } else { (other, one) };
                net.pieces[net.rank[left.0]].push(Piece { left, right });
            }
        }
        net
    }

    /// The nodes from the child to the parent, with one in each rank between them.
    fn way(&mut self, number: usize, line: &Line) -> Vec<usize> {
        if line.child == line.parent {
            return Vec::new();
        }
        let (from, to) = (self.rank[line.child], self.rank[line.parent]);
        let mut between: Vec<usize> = (from.min(to) + 1..from.max(to)).collect();
        if from > to {
            between.reverse();
        }
        let mut way = vec![line.child];
        for rank in between {
            way.push(self.nodes.len());
            self.nodes.push(Node::Line(number));
            self.rank.push(rank);
            self.place.push(0);
        }
        way.push(line.parent);
        way
    }

    fn settle(&mut self, rank: usize) {
        for (place, node) in self.order[rank].iter().enumerate() {
            self.place[*node] = place;
        }
    }

    fn height(&self, (node, part): (usize, f64)) -> f64 {
        self.place[node] as f64 + part
    }

    /// Each rank is sorted by where its lines come from, from one side and the other in turns; the best that was met counts.
    fn untangle(&mut self) {
        let mut best = (self.crossings(), self.order.clone());
        for sweep in 0..SWEEPS {
            if best.0 == 0 {
                break;
            }
            for step in 1..self.order.len() {
                let goes_right = sweep % 2 == 0;
                self.sort(if goes_right { step } else { self.order.len() - 1 - step }, goes_right);
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.order.clone());
            }
        }
        self.order = best.1;
        (0..self.order.len()).for_each(|rank| self.settle(rank));
    }

    fn sort(&mut self, rank: usize, from_left: bool) {
        // What nothing pulls stays.
        let mut pulls: Vec<(f64, f64)> = vec![(0.0, 0.0); self.order[rank].len()];
        let between = if from_left { &self.pieces[rank - 1] } else { &self.pieces[rank] };
        for piece in between {
            let (here, there) = if from_left { (piece.right, piece.left) } else { (piece.left, piece.right) };
            let pull = &mut pulls[self.place[here.0]];
            *pull = (pull.0 + self.height(there), pull.1 + 1.0);
        }
        let wanted = |node: &usize| match pulls[self.place[*node]] {
            (_, 0.0) => self.place[*node] as f64,
            (sum, count) => sum / count,
        };
        let mut keyed: Vec<(f64, usize)> =
            self.order[rank].iter().map(|node| (wanted(node), *node)).collect();
        keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
        self.order[rank] = keyed.into_iter().map(|(_, node)| node).collect();
        self.settle(rank);
    }

    fn crossings(&self) -> usize {
        let of_rank = |pieces: &Vec<Piece>| {
            let mut ends: Vec<(f64, f64)> =
                pieces.iter().map(|it| (self.height(it.left), self.height(it.right))).collect();
            ends.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
            inversions(&mut ends.into_iter().map(|(_, right)| right).collect::<Vec<_>>())
        };
        self.pieces.iter().map(of_rank).sum()
    }
}

/// How many pairs stand the wrong way round; it sorts them.
fn inversions(heights: &mut [f64]) -> usize {
    if heights.len() < 2 {
        return 0;
    }
    let (one, other) = heights.split_at_mut(heights.len() / 2);
    let mut count = inversions(one) + inversions(other);
    let mut sorted = Vec::with_capacity(one.len() + other.len());
    let mut rest = other.iter().peekable();
    for (at, left) in one.iter().enumerate() {
        while let Some(right) = rest.next_if(|right| *right < left) {
            count += one.len() - at;
            sorted.push(*right);
        }
        sorted.push(*left);
    }
    sorted.extend(rest);
    heights.copy_from_slice(&sorted);
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_that_stand_the_wrong_way_round_are_counted() {
        for (heights, count) in [
            (vec![], 0),
            (vec![1.0], 0),
            (vec![1.0, 1.0], 0),
            (vec![2.0, 1.0], 1),
            (vec![3.0, 1.0, 2.0, 0.0], 5),
        ] {
            assert_eq!(inversions(&mut heights.clone()), count, "{heights:?}");
        }
    }
}
