"""The language server: an editor sends a draft as it is written, and gets findings, verdict cards and narrower wordings.

positions     code points of a draft as an editor counts them, and back
opened        an open document: its text, its form, what is too long
settings      what a project and an editor may set
desk          who checks which draft when: one at a time, the newest version only
marks         findings as diagnostics
card          a finding as Markdown, for the mouse that rests on it
fixes         findings as edits
blocks        where a comment goes that concerns one block
server        the messages
serving       the two ends of the pipe
"""
