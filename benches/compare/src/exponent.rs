//! How cost grows.

/// The power of the number of migrations that fits best: the slope of the line through the logarithms, by least squares.
pub fn fitted(points: &[(usize, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> =
        points.iter().map(|(count, cost)| ((*count as f64).ln(), cost.ln())).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / logs.len() as f64;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let both: f64 = logs.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let own: f64 = logs.iter().map(|point| (point.0 - x).powi(2)).sum();
    both / own
}
