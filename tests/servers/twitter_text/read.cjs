// Reads texts, one JSON string a line, and says of each what twitter-text 3.1.0 makes of it, one JSON object a line.
// With a number as its first argument it only weighs, that many times over, and prints the seconds of the cheapest round.
"use strict";
const { readFileSync } = require("fs");
const twitter = require("twitter-text");

const texts = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

// In code points. A place inside a pair of UTF-16 units is the letter's beginning.
const places = (text, entities, word) =>
  entities.map((entity) => [...entity.indices.map((at) => pointsBefore(text, at)), entity[word]]);
const pointsBefore = (text, at) => {
  const inside = at > 0 && /[\ud800-\udbff]/.test(text[at - 1]) && /[\udc00-\udfff]/.test(text[at] || "");
  return [...text.slice(0, inside ? at - 1 : at)].length;
};

// It links more than it counts as a link.
const isPartly = (found) => found.url.length < found.indices[1] - found.indices[0];

const read = (text) => {
  const found = twitter.extractEntitiesWithIndices(text);
  const those = (word) => places(text, found.filter((entity) => word in entity && !entity.listSlug), word);
  return {
    weight: twitter.parseTweet(text).weightedLength,
    partly: twitter.extractUrlsWithIndices(text.normalize()).some(isPartly),
    link: those("url"),
    mention: those("screenName"),
    hashtag: those("hashtag"),
    cashtag: those("cashtag"),
  };
};

// Of processor time: what else the machine does is not this library's.
const seconds = (work) => {
  const begin = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1e6;
};

const rounds = Number(process.argv[2] || 0);
if (rounds) {
  const took = Array.from({ length: rounds }, () => seconds(() => texts.forEach((text) => twitter.parseTweet(text))));
  console.log(Math.min(...took));
} else {
  process.stdout.write(texts.map((text) => JSON.stringify(read(text)) + "\n").join(""));
}
