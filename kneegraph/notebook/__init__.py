"""What a notebook shows: answers, claims, findings and neighbourhoods as HTML that runs nothing and asks for nothing.

given      what the graph hands out, with a way to draw it    picture    a neighbourhood, as SVG or as the browser's page
sheets     lists: HTML and columns                            around     which part of the graph that is
claims     one claim with both sides                          looks      style, scoped; marks of standing
findings   contradictions, chains, exercise links             markup     elements in which every text is escaped

Nothing here is imported before something is shown. Quotations are left out even where the texts are at hand: a notebook is
passed on with what it shows, and the words are other people's.
"""
