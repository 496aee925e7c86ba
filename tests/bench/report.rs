//! The table of what was measured: medians, and how candor stands to each peer.
//!
//! Never judges: a ratio below one means that candor took less.

use crate::contestant::Contestant;
use crate::measure::Run;

/// Prints a line for each contestant; the first is the one the others are compared with.
pub fn table(contestants: &[Contestant], rounds: &[Vec<Run>]) {
    println!(
        "\n{:<16}{:>10}{:>10}{:>10}{:>10}{:>10}   candor to it: wall, cpu, memory",
        "", "wall s", "cpu s", "peak MB", "files", "MB out"
    );
    for (contestant, runs) in contestants.iter().zip(rounds) {
        let tree = runs[0].tree;
        print!(
            "{:<16}{:>10.3}{:>10.3}{:>10.0}{:>10}{:>10.1}",
            contestant.name,
            median(runs.iter().map(wall)),
            median(runs.iter().map(cpu)),
            median(runs.iter().map(memory)),
            tree.files,
            tree.bytes as f64 / 1e6
        );
        if std::ptr::eq(runs, &rounds[0]) {
            println!();
            continue;
        }
        let ratio = |of: fn(&Run) -> f64| median(rounds[0].iter().zip(runs).map(|(own, peer)| of(own) / of(peer)));
        println!("   {:.2}, {:.2}, {:.2}", ratio(wall), ratio(cpu), ratio(memory));
    }
}

fn wall(run: &Run) -> f64 {
    run.wall.as_secs_f64()
}

fn cpu(run: &Run) -> f64 {
    run.cpu.as_secs_f64()
}

fn memory(run: &Run) -> f64 {
    run.memory as f64 / 1e6
}

/// The middle value, or the mean of the two in the middle.
fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}
