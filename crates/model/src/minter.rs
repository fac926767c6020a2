//! New identifiers in AWS's forms, from a seeded generator so that tests and replays can repeat them.

use fastrand::Rng;

/// Makes identifiers. Uniqueness rests on their length, as on AWS.
#[derive(Clone, Debug)]
pub struct Minter(Rng);

impl Minter {
    pub fn seeded(seed: u64) -> Self {
        Self(Rng::with_seed(seed))
    }

    /// A draw for anything else that must be repeatable.
    pub fn draw(&mut self) -> u64 {
        self.0.u64(..)
    }

    /// EC2's form: the prefix and 17 hexadecimal digits.
    pub fn ec2(&mut self, prefix: &str) -> String {
        format!("{prefix}0{}", self.hex(16))
    }

    /// `digits` lower-case hexadecimal digits.
    pub fn hex(&mut self, digits: usize) -> String {
        self.pick(digits, b"0123456789abcdef")
    }

    /// `length` lower-case letters and digits, as in API Gateway's ids.
    pub fn lower(&mut self, length: usize) -> String {
        self.pick(length, b"abcdefghijklmnopqrstuvwxyz0123456789")
    }

    /// `length` upper-case letters and digits, as in CloudFront's ids and ETags.
    pub fn upper(&mut self, length: usize) -> String {
        self.pick(length, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    }

    /// `length` letters and digits of either case, as in VPC origin ids.
    pub fn mixed(&mut self, length: usize) -> String {
        self.pick(
            length,
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
        )
    }

    /// A version 4 UUID (RFC 9562).
    pub fn uuid(&mut self) -> String {
        let hex = self.hex(30);
        let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
        let variant = self.pick(1, b"89ab");
        format!(
            "{}-{}-4{}-{variant}{}-{}",
            part(0, 8),
            part(8, 12),
            part(12, 15),
            part(15, 18),
            part(18, 30)
        )
    }

    fn pick(&mut self, length: usize, alphabet: &[u8]) -> String {
        (0..length)
            .filter_map(|_| alphabet.get(self.0.usize(..alphabet.len())))
            .map(|b| char::from(*b))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_awss() {
        let mut minter = Minter::seeded(7);
        assert_eq!(minter.ec2("vpc-").len(), "vpc-".len() + 17);
        let uuid = minter.uuid();
        assert_eq!(uuid.len(), 36);
        assert_eq!(uuid.as_bytes()[14], b'4');
        assert_eq!(Minter::seeded(7).ec2("vpc-"), Minter::seeded(7).ec2("vpc-"));
    }
}
