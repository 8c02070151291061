//! Text that the compiler puts together.

/// As long as a message gets; what is longer is cut.
const LONGEST: usize = 600;

/// A text that is made in a constant.
#[derive(Clone, Copy, Debug)]
pub struct Message {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Message {
    pub(super) const fn new() -> Self {
        Self { bytes: [0; LONGEST], length: 0 }
    }

    /// The message with a text behind it, as far as there is room for all of that.
    pub(super) const fn push(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        if self.length + text.len() > LONGEST {
            return self;
        }
        let mut at = 0;
        while at < text.len() {
            self.bytes[self.length] = text[at];
            self.length += 1;
            at += 1;
        }
        self
    }

    /// The text.
    pub const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Message};

    #[test]
    fn what_is_too_long_is_left_out() {
        const TEXT: &str = "für ";
        let mut message = Message::new();
        for _ in 0..LONGEST {
            message = message.push(TEXT);
        }
        assert_eq!(message.as_str(), TEXT.repeat(LONGEST / TEXT.len()));
    }
}
