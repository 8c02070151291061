//! Which rank each is in: behind all that it refers to.

use super::{GAP, Line, Size};

/// How much wider than high a picture should be.
const SHAPE: f64 = 1.5;
/// What a line between two ranks takes.
const BETWEEN: f64 = 90.0;

/// For each, its rank; 0 is the left one. Two that a line connects are never in the same.
pub(super) fn ranks(sizes: &[Size], lines: &[Line]) -> Vec<usize> {
    let parents = acyclic(sizes.len(), lines);
    let order = parents_first(&parents);
    let mut ranks = vec![0; sizes.len()];
    for &at in &order {
        ranks[at] = parents[at].iter().map(|parent| ranks[*parent] + 1).max().unwrap_or(0);
    }
    // What refers to nothing stands beside what refers to it.
    for &at in order.iter().filter(|at| parents[**at].is_empty()) {
        let children = (0..sizes.len()).filter(|child| parents[*child].contains(&at));
        ranks[at] = children.map(|child| ranks[child] - 1).min().unwrap_or(0);
    }
    limited(sizes, &parents, &order, &ranks)
}

/// Those that go back to where they came from are turned around.
fn acyclic(count: usize, lines: &[Line]) -> Vec<Vec<usize>> {
    let mut to = vec![Vec::new(); count];
    for line in lines.iter().filter(|line| line.child != line.parent) {
        if !to[line.child].contains(&line.parent) {
            to[line.child].push(line.parent);
        }
    }
    let mut parents = vec![Vec::new(); count];
    let (mut is_open, mut is_done) = (vec![false; count], vec![false; count]);
    for start in 0..count {
        // Without recursion: a chain may be long.
        let mut stack = vec![(start, 0)];
        while let Some((at, next)) = stack.pop() {
            if is_done[at] {
                continue;
            }
            is_open[at] = true;
            match to[at].get(next) {
                None => (is_open[at], is_done[at]) = (false, true),
                Some(&parent) => {
                    stack.push((at, next + 1));
                    let (child, parent) = if is_open[parent] { (parent, at) } else { (at, parent) };
                    if !parents[child].contains(&parent) {
                        parents[child].push(parent);
                    }
                    if !is_open[to[at][next]] {
                        stack.push((to[at][next], 0));
                    }
                }
            }
        }
    }
    parents
}

fn parents_first(parents: &[Vec<usize>]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(parents.len());
    let mut is_in = vec![false; parents.len()];
    while order.len() < parents.len() {
        let before = order.len();
        for at in 0..parents.len() {
            if !is_in[at] && parents[at].iter().all(|parent| is_in[*parent]) {
                is_in[at] = true;
                order.push(at);
            }
        }
        debug_assert!(order.len() > before, "without cycles there is always one");
        if order.len() == before {
            break;
        }
    }
    order
}

/// Moves some to later ranks, so that no rank is much higher than the picture should be.
fn limited(sizes: &[Size], parents: &[Vec<usize>], order: &[usize], wanted: &[usize]) -> Vec<usize> {
    let area: f64 = sizes.iter().map(|size| (size.width + BETWEEN) * (size.height + GAP)).sum();
    let tallest = sizes.iter().map(|size| size.height + GAP).fold(0.0, f64::max);
    let limit = tallest.max((area / SHAPE).sqrt());
    let mut ranks = vec![0; sizes.len()];
    let mut filled: Vec<f64> = Vec::new();
    let mut order = order.to_vec();
    order.sort_by_key(|at| wanted[*at]);
    for at in order {
        let least = parents[at].iter().map(|parent| ranks[*parent] + 1).max().unwrap_or(0);
        let mut rank = least.max(wanted[at]);
        let height = sizes[at].height + GAP;
        while filled.get(rank).is_some_and(|filled| *filled > 0.0 && filled + height > limit) {
            rank += 1;
        }
        filled.resize(filled.len().max(rank + 1), 0.0);
        filled[rank] += height;
        ranks[at] = rank;
    }
    // Those that were passed over hold nothing.
    let used: Vec<usize> = (0..filled.len()).filter(|rank| filled[*rank] > 0.0).collect();
    ranks.iter().map(|rank| used.iter().position(|used| used == rank).unwrap_or(0)).collect()
}
