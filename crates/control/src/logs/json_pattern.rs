//! The JSON half of filter patterns: `{ $.member = value }`, with the other comparisons, `IS`, `EXISTS`, `&&`, `||` and
//! parentheses.
//!
//! Text is compared whole, but for `*`, which stands for any; a number is compared as one. Regular expressions are refused.

use serde_json::Value;

#[derive(Debug)]
pub struct JsonPattern(Test);

#[derive(Debug)]
enum Test {
    Any(Vec<Test>),
    All(Vec<Test>),
    Member(Vec<Step>, Check),
}

#[derive(Debug)]
enum Step {
    Name(String),
    Index(usize),
}

#[derive(Debug)]
enum Check {
    Equal(Literal),
    Differs(Literal),
    Less(f64),
    LessOrEqual(f64),
    Greater(f64),
    GreaterOrEqual(f64),
    Is(Value),
    Exists(bool),
}

#[derive(Debug)]
struct Literal {
    text: String,
    number: Option<f64>,
}

/// How deep parentheses go.
const DEEPEST: usize = 16;

impl JsonPattern {
    /// `text` begins with a brace. The error is the rest of a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parser = Parser { rest: text };
        parser.expect("{")?;
        let test = parser.any(0)?;
        parser.expect("}")?;
        match parser.rest.trim().is_empty() {
            true => Ok(Self(test)),
            false => Err("something follows the closing brace".to_owned()),
        }
    }

    pub fn matches(&self, event: &Value) -> bool {
        self.0.holds(event)
    }
}

impl Test {
    fn holds(&self, event: &Value) -> bool {
        match self {
            Self::Any(tests) => tests.iter().any(|test| test.holds(event)),
            Self::All(tests) => tests.iter().all(|test| test.holds(event)),
            Self::Member(path, check) => {
                let found = path.iter().try_fold(event, |value, step| match step {
                    Step::Name(name) => value.get(name),
                    Step::Index(index) => value.get(index),
                });
                match found {
                    Some(value) => check.holds(value),
                    None => matches!(check, Check::Exists(false)),
                }
            }
        }
    }
}

impl Check {
    fn holds(&self, value: &Value) -> bool {
        let number = |holds: &dyn Fn(f64) -> bool| value.as_f64().is_some_and(holds);
        match self {
            Self::Equal(literal) => literal.equals(value),
            Self::Differs(literal) => !literal.equals(value),
            Self::Less(than) => number(&|number| number < *than),
            Self::LessOrEqual(than) => number(&|number| number <= *than),
            Self::Greater(than) => number(&|number| number > *than),
            Self::GreaterOrEqual(than) => number(&|number| number >= *than),
            Self::Is(wanted) => value == wanted,
            Self::Exists(wanted) => *wanted,
        }
    }
}

impl Literal {
    fn equals(&self, value: &Value) -> bool {
        match (value, self.number) {
            (Value::Number(found), Some(number)) => found
                .as_f64()
                .is_some_and(|found| (found - number).abs() < f64::EPSILON),
            (Value::String(found), _) => like(&self.text, found),
            (Value::Bool(found), _) => self.text == found.to_string(),
            _ => false,
        }
    }
}

/// Whether `text` is `pattern`, in which `*` stands for any run of characters.
fn like(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut middle: Vec<&str> = parts.collect();
    let Some(last) = middle.pop() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

struct Parser<'p> {
    rest: &'p str,
}

impl<'p> Parser<'p> {
    fn any(&mut self, depth: usize) -> Result<Test, String> {
        let mut tests = vec![self.all(depth)?];
        while self.eat("||") {
            tests.push(self.all(depth)?);
        }
        Ok(Test::Any(tests))
    }

    fn all(&mut self, depth: usize) -> Result<Test, String> {
        let mut tests = vec![self.one(depth)?];
        while self.eat("&&") {
            tests.push(self.one(depth)?);
        }
        Ok(Test::All(tests))
    }

    fn one(&mut self, depth: usize) -> Result<Test, String> {
        if !self.eat("(") {
            let path = self.path()?;
            return Ok(Test::Member(path, self.check()?));
        }
        if depth == DEEPEST {
            return Err(format!("parentheses go deeper than {DEEPEST}"));
        }
        let inside = self.any(depth + 1)?;
        self.expect(")")?;
        Ok(inside)
    }

    fn path(&mut self) -> Result<Vec<Step>, String> {
        self.expect("$")?;
        let mut steps = Vec::new();
        loop {
            if let Some(rest) = self.rest.strip_prefix('.') {
                let end = rest.find(|letter: char| !(letter.is_alphanumeric() || "_-@".contains(letter)));
                let (name, rest) = rest.split_at(end.unwrap_or(rest.len()));
                if name.is_empty() {
                    return Err("a member has no name".to_owned());
                }
                steps.push(Step::Name(name.to_owned()));
                self.rest = rest;
            } else if let Some(rest) = self.rest.strip_prefix('[') {
                let (inside, rest) = rest.split_once(']').ok_or("a bracket is not closed")?;
                let name = inside.trim_matches(['\'', '"']);
                steps.push(match inside.parse() {
                    Ok(index) => Step::Index(index),
                    Err(_) if name.len() + 2 == inside.len() => Step::Name(name.to_owned()),
                    Err(_) => return Err(format!("`{inside}` is neither an index nor a quoted name")),
                });
                self.rest = rest;
            } else {
                break;
            }
        }
        match steps.is_empty() {
            true => Err("`$` must be followed by a member".to_owned()),
            false => Ok(steps),
        }
    }

    fn check(&mut self) -> Result<Check, String> {
        if self.word("IS") {
            for (word, value) in [
                ("NULL", Value::Null),
                ("TRUE", Value::Bool(true)),
                ("FALSE", Value::Bool(false)),
            ] {
                if self.word(word) {
                    return Ok(Check::Is(value));
                }
            }
            return Err("IS must be followed by NULL, TRUE or FALSE".to_owned());
        }
        if self.word("NOT") {
            return match self.word("EXISTS") {
                true => Ok(Check::Exists(false)),
                false => Err("NOT must be followed by EXISTS".to_owned()),
            };
        }
        if self.word("EXISTS") {
            return Ok(Check::Exists(true));
        }
        type Make = fn(f64) -> Check;
        let makes: [(&str, Make); 4] = [
            ("<=", Check::LessOrEqual),
            (">=", Check::GreaterOrEqual),
            ("<", Check::Less),
            (">", Check::Greater),
        ];
        if self.eat("!=") {
            return self.literal().map(Check::Differs);
        }
        if self.eat("=") {
            return self.literal().map(Check::Equal);
        }
        for (sign, make) in makes {
            if self.eat(sign) {
                let literal = self.literal()?;
                return literal
                    .number
                    .map(make)
                    .ok_or_else(|| format!("{sign} compares numbers only"));
            }
        }
        Err("a comparison is missing or not supported".to_owned())
    }

    fn literal(&mut self) -> Result<Literal, String> {
        self.rest = self.rest.trim_start();
        if let Some(inside) = self.rest.strip_prefix('"') {
            let (text, rest) = inside.split_once('"').ok_or("a quotation mark is not closed")?;
            self.rest = rest;
            return Ok(Literal {
                text: text.to_owned(),
                number: None,
            });
        }
        let ends = |letter: char| letter.is_whitespace() || "(){}&|=<>!\"".contains(letter);
        let (text, rest) = self
            .rest
            .split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
        self.rest = rest;
        match text {
            "" => Err("a value is missing".to_owned()),
            text if text.starts_with('%') => Err("regular expressions are not supported".to_owned()),
            text => Ok(Literal {
                text: text.to_owned(),
                number: text.parse().ok().filter(|number: &f64| number.is_finite()),
            }),
        }
    }

    fn eat(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        rest.inspect(|rest| self.rest = rest).is_some()
    }

    fn word(&mut self, word: &str) -> bool {
        let text: &'p str = self.rest.trim_start();
        let (found, rest) = text.split_at(
            text.find(|letter: char| !letter.is_alphabetic())
                .unwrap_or(text.len()),
        );
        let is = found == word;
        if is {
            self.rest = rest;
        }
        is
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        match self.eat(sign) {
            true => Ok(()),
            false => Err(format!("`{sign}` is missing")),
        }
    }
}
